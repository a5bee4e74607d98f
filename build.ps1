#requires -Version 5.1
<#
.SYNOPSIS
    Builds, shows, tests and packs EcrLogin.
.DESCRIPTION
    build     compiles the library and lays the module out under output/EcrLogin/VERSION, as it installs
    demo      builds, then logs docker in to a registry on this machine, through a local ECR endpoint
    test      builds, then runs the Rust tests and the Pester tests of the built module
    lint      formatting, clippy, PSScriptAnalyzer, shellcheck where it is installed
    package   builds, then packs the module into a zip with SHA-256 sums
    bench     builds, then measures import and calls against a bare HTTP client
    deep      builds, then runs the C test programs under valgrind

    What is missing is fetched: Rust with rustup (Windows; on Linux and macOS start with ./build.sh),
    Pester and PSScriptAnalyzer from the PowerShell Gallery into output/tools.
.EXAMPLE
    ./build.ps1 test
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('build', 'demo', 'test', 'lint', 'package', 'bench', 'deep')]
    [string] $Task = 'build',

    # 'fast' compiles in a fraction of the time, for work on the PowerShell half; 'release' is what ships.
    [Alias('Profile')]
    [ValidateSet('release', 'fast')]
    [string] $CargoProfile = 'release'
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$InformationPreference = 'Continue'
# Exit codes are looked at where programs are run: a failing test run still has a total to print.
$PSNativeCommandUseErrorActionPreference = $false

foreach ($part in 'common', 'tools', 'module', 'services', 'demo', 'test', 'lint', 'package', 'bench', 'deep') {
    . (Join-Path $PSScriptRoot "build/$part.ps1")
}

$root = $PSScriptRoot
if ($Task -eq 'package' -and $CargoProfile -ne 'release') { throw 'Only the release profile is packed.' }

Push-Location -LiteralPath $root
try {
    Initialize-Cargo
    if ($Task -eq 'lint') {
        Invoke-LintTask
        return
    }

    $built = Build-Module -CargoProfile $CargoProfile
    Write-Information "Built $($built.Folder)"
    switch ($Task) {
        'demo' { Invoke-DemoTask $built }
        'test' { Invoke-TestTask $built }
        'package' { Invoke-PackageTask $built }
        'bench' { Invoke-BenchTask $built }
        'deep' { Invoke-DeepTask $built }
    }
} catch {
    [Console]::Error.WriteLine("build.ps1: $($_.Exception.Message)`n$($_.ScriptStackTrace)")
    exit 1
} finally {
    Pop-Location
}
