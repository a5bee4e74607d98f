# Counts the Pester tests that run where some tags are left out, and those of them that have any of some more. Nothing is run.
[CmdletBinding()]
param(
    [string] $PesterPath,
    [string] $TestPath,
    [string] $ResultPath,
    [string] $ExcludeTag,
    [string] $CountTag
)

Import-Module -Name $PesterPath -ErrorAction Stop

$configuration = New-PesterConfiguration
$configuration.Run.Path = $TestPath
$configuration.Run.PassThru = $true
$configuration.Run.SkipRun = $true
$configuration.Output.Verbosity = 'None'
$configuration.Filter.ExcludeTag = $ExcludeTag -split ','
$found = @((Invoke-Pester -Configuration $configuration).Tests | Where-Object ShouldRun)

$tags = $CountTag -split ','
$tagged = foreach ($test in $found) {
    $own = @($test.Tag)
    for ($block = $test.Block; $block; $block = $block.Parent) { $own += $block.Tag }
    if ($own | Where-Object { $_ -in $tags }) { $test }
}
[IO.File]::WriteAllText($ResultPath, (ConvertTo-Json @{ All = $found.Count; Tagged = @($tagged).Count }))
