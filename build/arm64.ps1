# The task arm64: library and tests are compiled for Linux on arm64 here, and run under QEMU.

$arm64Target = 'aarch64-unknown-linux-gnu'

# How long a test program may take there, in seconds.
$arm64Limit = 1200

# What QEMU shows programs in another way than Linux, and the tests of it, which are left out.
$notEmulated = @(
    @{ Program = 'engine'; Test = 'connect::trouble::a_program_that_cannot_be_started_is_told'; Why = 'a program that cannot be started ends with 127 there' }
    @{ Program = 'engine'; Test = 'process::a_program_that_is_not_there_is_told'; Why = 'a program that cannot be started ends with 127 there' }
    @{ Program = 'helper'; Test = 'the helper itself is not asked through another that passes no environment on'; Why = 'every program is an emulator there, by what /proc says' }
    @{ Program = 'helper'; Test = 'forty gets at once of what fails make one call'; Why = 'forty emulators take longer to start than a failure is kept' }
    @{ Program = 'helper'; Test = 'a helper that nohup has started goes on'; Why = 'the emulator itself heeds what was ignored' }
)

function Invoke-Arm64Task {
    $sum = Measure-Arm64
    Write-Information "total: $($sum.Passed) passed, $($sum.Failed) failed, $($sum.Skipped) skipped"
    if ($sum.Failed) { exit 1 }
}

# Runs all and adds up.
function Measure-Arm64 {
    Assert-NothingMissing 'Programs for arm64' @(Get-MissingArm64Package)
    $metadata = Get-CargoMetadata
    # The crates of all systems are looked at by tests of the house alone, which run elsewhere.
    $programs = Build-CrossProgram $arm64Target $metadata.Target
    $folder = New-EmptyFolder (Join-Path $root 'output/arm64')
    $emulation = New-Arm64Emulation $folder
    Assert-Arm64Start $emulation
    $variables = Get-IsolatedEnvironment (New-EmptyFolder (Join-Path $folder 'home'))
    $variables['PATH'] = $emulation.Tools + ':' + $env:PATH
    $variables['ECRLOGIN_LIBRARY'] = $programs.Library
    $variables['ECRLOGIN_HELPER'] = $programs.Helper
    $sum = @{ Passed = 0; Failed = 0; Skipped = 0 }
    # Those of the house look at sources, which are the same everywhere; those against registries are of their clients.
    foreach ($test in $programs.Tests | Where-Object { $_.Name -notin 'house', 'registry' }) {
        Write-Information "== $($test.Name)"
        $left = @($notEmulated | Where-Object { $_.Program -eq $test.Name })
        $arguments = @($left | ForEach-Object { Write-Information "skipped: $($_.Test): $($_.Why)"; '--skip', $_.Test })
        $count = Invoke-WithEnvironment $variables { Measure-TestLine { Invoke-Arm64Program $emulation $test.Path $arguments } }
        $sum.Skipped += $left.Count
        foreach ($kind in 'Passed', 'Failed', 'Skipped') { $sum[$kind] += $count.$kind }
    }
    $sum
}

# The packages of Debian that programs for arm64 take to be made and run, and that are not here.
function Get-MissingArm64Package {
    $packages = [ordered] @{ 'qemu-aarch64' = 'qemu-user'; 'unshare' = 'util-linux' }
    $packages.Keys | Select-MissingTool | ForEach-Object { $packages[$_] }
    Get-MissingCrossPackage $arm64Target
}

# Writes into a folder what programs there run with: Emulator, which starts one, and Tools, a folder with the C compiler
# and what looks into libraries, by the names that the tests call them by.
function New-Arm64Emulation {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Build output.')]
    param([string] $Folder)

    $tools = New-EmptyFolder (Join-Path $Folder 'tools')
    foreach ($name in 'cc', 'nm', 'readelf') {
        $target = Find-Tool "aarch64-linux-gnu-$($name.Replace('cc', 'gcc'))"
        $null = New-Item -ItemType SymbolicLink -Path (Join-Path $tools $name) -Target $target
    }
    # A script, as its options have to reach programs that are started without a variable.
    $emulator = Join-Path $Folder 'emulator'
    [IO.File]::WriteAllText($emulator, "#!/bin/sh`nexec $(Find-Tool qemu-aarch64) -L /usr/aarch64-linux-gnu `"`$@`"`n")
    Invoke-Tool chmod '+x', $emulator
    @{ Emulator = $emulator; Tools = $tools }
}

function Assert-Arm64Start {
    param([hashtable] $Emulation)

    Invoke-Arm64Program $Emulation (Find-Tool true)
    if ($LASTEXITCODE -ne 0) { throw 'No name space can be made whose kernel hands programs to an emulator: that takes Linux 6.7 or later, and user name spaces that are allowed.' }
}

# Runs a test program, and leaves its exit code in LASTEXITCODE. One that does not end in time is ended with all that it
# has started: they are in one name space.
function Invoke-Arm64Program {
    param([hashtable] $Emulation, [string] $Program, [string[]] $Arguments)

    $apart = '--user', '--map-root-user', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'
    & timeout --kill-after=10 $arm64Limit unshare @apart (Join-Path $root 'build/emulate.sh') $Emulation.Emulator $Program '--test-threads=4' @Arguments
    $code = $LASTEXITCODE
    if ($code -in 124, 137) { Write-Information "$Program did not end within $arm64Limit s." }
    $global:LASTEXITCODE = $code
}
