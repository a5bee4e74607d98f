# What is compiled here for other systems: for Windows, whose programs run under wine, and for arm64, whose run under QEMU.

# For each of them .NET's name of the system, the linker, and the packages of Debian that bring it.
$crossTargets = [ordered] @{
    'aarch64-unknown-linux-gnu' = @{ Rid = 'linux-arm64'; Linker = 'aarch64-linux-gnu-gcc'; Packages = 'gcc-aarch64-linux-gnu libc6-dev-arm64-cross' }
    'x86_64-pc-windows-gnu'     = @{ Rid = 'win-x64'; Linker = 'x86_64-w64-mingw32-gcc'; Packages = 'gcc-mingw-w64-x86-64' }
}

# The packages of Debian that compiling for a target takes and that are not here.
function Get-MissingCrossPackage {
    param([string] $Target)

    if (-not (Find-Tool $crossTargets[$Target].Linker)) { $crossTargets[$Target].Packages }
    if (-not (Find-CrossCargo $Target)) { 'rustc-web cargo-web rust-web-src' }
}

# Ends a task where something is missing, and says what brings it.
function Assert-NothingMissing {
    param([string] $What, [string[]] $Packages)

    if (-not $Packages) { return }
    $names = ($Packages -join ' ' -split ' ' | Select-Object -Unique) -join ' '
    throw "$What can't be made or run here. What is missing comes with: apt-get install --no-install-recommends $names"
}

# The Cargo that compiles for a target, with its first options and its variables: that on PATH where its Rust has the
# target's library, else Debian's, which compiles that library too, from Debian's sources of it.
function Find-CrossCargo {
    param([string] $Target)

    $own = @(& rustc --print target-libdir --target $Target 2>$null)
    if ($own -and (Test-Path -LiteralPath $own[0])) { return @{ Path = 'cargo'; Rustc = 'rustc'; Options = @(); Variables = @{} } }

    $rustc = '/usr/bin/rustc'
    $sources = '/usr/lib/rustlib/src/rust/library/std'
    if (-not (Test-Path -LiteralPath '/usr/bin/cargo') -or -not (Test-Path -LiteralPath $rustc) -or -not (Test-Path -LiteralPath $sources)) { return }
    @{
        Path      = '/usr/bin/cargo'
        Rustc     = $rustc
        Options   = @('-Zbuild-std=std,panic_unwind')
        Variables = @{ RUSTC = $rustc; RUSTDOC = '/usr/bin/rustdoc'; RUSTC_BOOTSTRAP = '1' }
    }
}

# Where what is compiled for a target lies. Debian's Cargo is another than that on PATH, so it has a folder of its own.
function Get-CrossFolder {
    param([string] $Target, [string] $TargetFolder)

    Join-Path $TargetFolder "cross/$Target"
}

# Runs Cargo for a target.
function Invoke-CrossCargo {
    param([string] $Target, [string] $Command, [string] $TargetFolder, [string[]] $Arguments)

    $cargo = Find-CrossCargo $Target
    $linker = "CARGO_TARGET_$($Target.ToUpperInvariant().Replace('-', '_'))_LINKER"
    # Nobody debugs there: without lines it is compiled sooner.
    $own = @{ $linker = $crossTargets[$Target].Linker; CARGO_PROFILE_DEV_DEBUG = '0' }
    $variables = $cargo.Variables + $own + (Get-CompilerEnvironment -Target $Target -Rustc $cargo.Rustc)
    $common = @('--locked', '--target', $Target, '--target-dir', (Split-Path -Parent (Get-CrossFolder $Target $TargetFolder)))
    Invoke-WithEnvironment $variables { Invoke-Tool $cargo.Path (@($Command) + $cargo.Options + $common + $Arguments) }
}

# Compiles library, helper, tests, local endpoint and stand-ins at once, so that what they share is compiled once. Gives
# their paths.
function Build-CrossProgram {
    param([string] $Target, [string] $TargetFolder)

    $messages = Invoke-CrossCargo $Target build $TargetFolder '--workspace', '--all-targets', '--message-format', 'json-render-diagnostics'
    $tests = $messages | ForEach-Object { ConvertFrom-Json $_ } | Where-Object { $_.PSObject.Properties['executable'] -and $_.executable -and $_.profile.test }
    $folder = Join-Path (Get-CrossFolder $Target $TargetFolder) 'debug'
    $rid = $crossTargets[$Target].Rid
    $library = Join-Path $folder (Get-LibraryName $rid)
    @{
        Folder   = $folder
        Library  = $library
        Helper   = Get-HelperBeside $library $rid
        LocalEcr = Join-Path $folder "local_ecr$(if ($rid -like 'win-*') { '.exe' })"
        Tests    = $tests | ForEach-Object { [pscustomobject]@{ Name = $_.target.name; Path = $_.executable } }
    }
}

# Compiles library and helper as they ship for each target whose tools are here, and gives the libraries by the systems'
# names; for a target without its tools it says so in a line. Only Linux has such tools.
function Build-CrossLibrary {
    param([string] $TargetFolder)

    $libraries = @{}
    $own = Get-HostTarget
    if ($own -notlike '*-linux-*') { return $libraries }
    foreach ($target in $crossTargets.Keys -ne $own) {
        $rid = $crossTargets[$target].Rid
        $missing = @(Get-MissingCrossPackage $target)
        if ($missing) {
            Write-Information "Not packed: $rid. What compiles for it comes with: apt-get install --no-install-recommends $missing"
            continue
        }
        $null = Invoke-CrossCargo $target build $TargetFolder (@('--release') + $shipped) | Out-Host
        $libraries[$rid] = Join-Path (Get-CrossFolder $target $TargetFolder) "release/$(Get-LibraryName $rid)"
        Write-Native $libraries[$rid] $rid
        Assert-NoCompilerLibrary $libraries[$rid] $rid
    }
    $libraries
}

# What a DLL of the compiler holds has to be in the library and the helper: it is not there where they run.
function Assert-NoCompilerLibrary {
    param([string] $Library, [string] $Rid)

    foreach ($one in $Library, (Get-HelperBeside $Library $Rid)) {
        if ((Read-Byte $one) -match 'lib(gcc_s|winpthread|stdc\+\+)[\w.-]*\.dll') { throw "$one needs $($Matches[0]), a part of the compiler." }
    }
}
