# Counts the Pester tests of each file: those that run here, there, and on both, by the tags that leave them out. Runs none.
[CmdletBinding()]
param(
    [string] $PesterPath,
    [string] $TestPath,
    [string] $ResultPath,
    # Tags, with commas between them.
    [string] $NotHere,
    [string] $NotThere
)

Import-Module -Name $PesterPath -ErrorAction Stop

$configuration = New-PesterConfiguration
$configuration.Run.Path = $TestPath
$configuration.Run.PassThru = $true
$configuration.Run.SkipRun = $true
$configuration.Output.Verbosity = 'None'
$run = Invoke-Pester -Configuration $configuration
if ($run.FailedContainersCount) { throw "$($run.FailedContainersCount) files of tests can't be read." }

$files = @{}
foreach ($test in $run.Tests) {
    $tags = @($test.Tag)
    for ($block = $test.Block; $block; $block = $block.Parent) { $tags += $block.Tag }
    $isHere = -not ($tags | Where-Object { $_ -in $NotHere.Split(',') })
    $isThere = -not ($tags | Where-Object { $_ -in $NotThere.Split(',') })
    $name = Split-Path -Leaf $test.ScriptBlock.File
    if (-not $files[$name]) { $files[$name] = @{ Here = 0; There = 0; Both = 0 } }
    $files[$name].Here += [int] $isHere
    $files[$name].There += [int] $isThere
    $files[$name].Both += [int] ($isHere -and $isThere)
}
[IO.File]::WriteAllText($ResultPath, (ConvertTo-Json $files))
