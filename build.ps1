#requires -Version 5.1
<#
.SYNOPSIS
    Builds, shows, tests and packs EcrLogin.
.DESCRIPTION
    build     compiles the library and lays the module out under output/EcrLogin/VERSION, as it installs
    demo      builds, then logs docker in to a registry on this machine, through a local ECR endpoint
    test      builds, then runs the Rust tests and the Pester tests of the built module
    windows   compiles library, tests and module for Windows, then runs both kinds of tests under wine (Linux)
    arm64     compiles library and Rust tests for Linux on arm64, then runs them under QEMU (Linux)
    lint      formatting, clippy, PSScriptAnalyzer, shellcheck where it is installed
    package   builds for every system that can be compiled for here, then packs the module into a zip and a .nupkg, with
              SHA-256 sums and the licences of third parties
    docs      builds, then makes what is made under docs/: the pages of the help, the pictures, the table of scale.md
    try       installs what 'package' made into an empty home and runs the README's lines there, here and under wine
    bench     builds, then measures the module and the engine against other ways to a login (bench/RESULTS.md)
    deep      builds, then runs what takes long: C programs under valgrind, helm, load, memory, sanitizers, fuzzing

    What is missing comes from the mirror, a folder of archives with SHA256SUMS that ECRLOGIN_MIRROR names, else from its
    publisher, into output/tools: the .NET SDK, Pester, PSScriptAnalyzer; and Rust with rustup (Windows; on Linux and macOS
    start with ./build.sh). Without a .NET SDK it ends with exit code 3.
.EXAMPLE
    ./build.ps1 test
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('build', 'demo', 'test', 'windows', 'arm64', 'lint', 'package', 'try', 'docs', 'bench', 'deep')]
    [string] $Task = 'build',

    # 'fast' compiles in a fraction of the time, for work on the PowerShell half; 'release' is what ships.
    [Alias('Profile')]
    [ValidateSet('release', 'fast')]
    [string] $CargoProfile = 'release',

    # A folder with libraries of several systems, RID/FILE, which are taken as they are in place of compiling.
    [string] $Natives
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$InformationPreference = 'Continue'
# Exit codes are looked at where programs are run: a failing test run still has a total to print.
$PSNativeCommandUseErrorActionPreference = $false

foreach ($part in 'common', 'mirror', 'tools', 'dotnet', 'library', 'cross', 'help', 'maml', 'module', 'services', 'demo', 'mono', 'test', 'wine', 'windows', 'windowstest', 'lint', 'licenses', 'package', 'nupkg', 'try', 'pages', 'picture', 'scale', 'docs', 'bench', 'fleet', 'sanitize', 'fuzz', 'arm64', 'deep') {
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
    if ($Task -eq 'try') {
        Invoke-TryTask
        return
    }
    if ($Task -eq 'arm64') {
        Invoke-Arm64Task
        return
    }

    if (-not (Initialize-Dotnet)) { exit 3 }
    if ($Task -eq 'windows') {
        Invoke-WindowsTask
        return
    }
    $built = Build-Module -CargoProfile $CargoProfile -Natives $Natives -All:($Task -eq 'package')
    Write-Information "Built $($built.Folder)"
    switch ($Task) {
        'demo' { Invoke-DemoTask $built }
        'test' { Invoke-TestTask $built }
        'package' { Invoke-PackageTask $built }
        'docs' { Invoke-DocsTask $built }
        'bench' { Invoke-BenchTask $built }
        'deep' { Invoke-DeepTask $built }
    }
} catch {
    [Console]::Error.WriteLine("build.ps1: $($_.Exception.Message)`n$($_.ScriptStackTrace)")
    exit 1
} finally {
    Pop-Location
}
