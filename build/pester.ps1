# Runs the Pester tests in a PowerShell of their own and writes the counts to a file.
[CmdletBinding()]
param(
    [string] $PesterPath,
    [string] $TestPath,
    [string] $ResultPath,
    [AllowEmptyString()]
    [string] $ExcludeTag
)

# No strict mode and no preference of this script: the tests would inherit them.
Import-Module -Name $PesterPath -ErrorAction Stop

$configuration = New-PesterConfiguration
$configuration.Run.Path = $TestPath
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
if ($ExcludeTag) { $configuration.Filter.ExcludeTag = $ExcludeTag -split ',' }
$run = Invoke-Pester -Configuration $configuration

# A file that breaks while it is read counts no failed test, and a run of no tests has shown nothing.
$failed = $run.FailedCount
if ($failed -eq 0 -and ($run.Result -ne 'Passed' -or $run.PassedCount -eq 0)) { $failed = 1 }
$counts = @{ Passed = $run.PassedCount; Failed = $failed; Skipped = $run.SkippedCount }
[IO.File]::WriteAllText($ResultPath, (ConvertTo-Json $counts))
exit [int] ($failed -gt 0)
