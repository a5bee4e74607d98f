# The engine's library and the credential helper: how they are compiled, and what they ask of a system.

# .NET's names of the systems that there is a library for.
$ridOfTarget = @{
    'x86_64-pc-windows-msvc'    = 'win-x64'
    'aarch64-pc-windows-msvc'   = 'win-arm64'
    'x86_64-unknown-linux-gnu'  = 'linux-x64'
    'aarch64-unknown-linux-gnu' = 'linux-arm64'
    'x86_64-unknown-linux-musl' = 'linux-musl-x64'
    'x86_64-apple-darwin'       = 'osx-x64'
    'aarch64-apple-darwin'      = 'osx-arm64'
}

# What Cargo compiles of the workspace for use: the library and the helper.
$shipped = '--package', 'ecr_login', '--package', 'credential_helper', '--lib', '--bin', 'docker-credential-ecrlogin'

function Get-HostTarget {
    $target = (Invoke-Tool rustc '-vV') -match '^host: ' -replace '^host: '
    if (-not $ridOfTarget.ContainsKey("$target")) { throw "The module does not know the system '$target'." }
    "$target"
}

function Get-LibraryName {
    param([string] $Rid)

    switch -Wildcard ($Rid) { 'win-*' { 'ecr_login.dll' } 'osx-*' { 'libecr_login.dylib' } default { 'libecr_login.so' } }
}

function Get-HelperName {
    param([string] $Rid)

    if ($Rid -like 'win-*') { 'docker-credential-ecrlogin.exe' } else { 'docker-credential-ecrlogin' }
}

# The libraries that lie ready as FOLDER/RID/NAME, by RID, each beside its helper. They are to run on systems of others.
function Find-Native {
    param([string] $Folder)

    $found = @{}
    if (-not $Folder) { return $found }
    foreach ($rid in $ridOfTarget.Values) {
        $path = Join-Path $Folder "$rid/$(Get-LibraryName $rid)"
        if (-not (Test-Path -LiteralPath $path)) { continue }
        $helper = Get-HelperBeside $path $rid
        foreach ($one in $path, $helper) {
            $floor = Get-GlibcFloor $one
            if ($floor -gt [version] '2.28') { throw "$one needs glibc $floor; 2.28 is what the systems served have." }
        }
        $found[$rid] = $path
    }
    if ($found.Count -eq 0) { throw "There is no library in $Folder." }
    $found
}

# The credential helper, which lies where the library does.
function Get-HelperBeside {
    param([string] $Library, [string] $Rid)

    $path = Join-Path (Split-Path -Parent $Library) (Get-HelperName $Rid)
    if (-not (Test-Path -LiteralPath $path)) { throw "There is no $path." }
    $path
}

# Compiles the library for this system, and the helper beside it at once, so that what both stand on is compiled once.
# Gives the library's path.
function Build-Library {
    param([string] $CargoProfile, [string] $TargetFolder)

    # The crates of all systems: the list of licences and the tests look at them, without a network.
    Invoke-Tool cargo 'fetch', '--locked' | Out-Host
    Invoke-WithEnvironment (Get-CompilerEnvironment) {
        Invoke-Tool cargo (@('build', '--profile', $CargoProfile, '--locked') + $shipped) | Out-Host
    }
    $rid = $ridOfTarget[(Get-HostTarget)]
    $path = Join-Path $TargetFolder "$CargoProfile/$(Get-LibraryName $rid)"
    Write-Native $path $rid
    $path
}

# Says of a library and the helper beside it how large they are, and what they ask of a system.
function Write-Native {
    param([string] $Library, [string] $Rid)

    foreach ($one in $Library, (Get-HelperBeside $Library $Rid)) {
        $floor = Get-GlibcFloor $one
        $needs = if ($floor) { ", needs glibc $floor or later" } else { '' }
        Write-Information ('{0}, {1}: {2:0.0} MB{3}' -f (Split-Path -Leaf $one), $Rid, ((Get-Item -LiteralPath $one).Length / 1e6), $needs)
    }
}

# What is set where Cargo compiles for use. build/without-pwsh.sh sets the same, or Cargo would compile twice.
function Get-CompilerEnvironment {
    param([string] $Target = (Get-HostTarget), [string] $Rustc = 'rustc')

    @{ CARGO_ENCODED_RUSTFLAGS = (Get-CompilerFlag $Target $Rustc) -join [char] 0x1F }
}

# What rustc is told on top of the profile. No folder of the machine that compiles gets into what comes of it.
function Get-CompilerFlag {
    param([string] $Target, [string] $Rustc)

    if ($env:CARGO_ENCODED_RUSTFLAGS) { $env:CARGO_ENCODED_RUSTFLAGS -split [char] 0x1F }
    elseif ($env:RUSTFLAGS) { -split $env:RUSTFLAGS }

    "--remap-path-prefix=$root=/ecrlogin"
    "--remap-path-prefix=$(Invoke-Tool $Rustc '--print', 'sysroot')=/rust"
    [string[]] $registries = [IO.Directory]::GetDirectories((Join-Path (Get-RustFolder cargo) 'registry/src'))
    [Array]::Sort($registries, [StringComparer]::Ordinal)
    foreach ($registry in $registries) { "--remap-path-prefix=$registry=/crates" }

    # Windows comes without the C runtime of the compiler. On musl a library can't hold the C library.
    switch -Wildcard ($Target) {
        '*-windows-msvc' { '-Ctarget-feature=+crt-static' }
        '*-linux-musl' { '-Ctarget-feature=-crt-static' }
    }
}

# The version of glibc that a library or a program asks for, or nothing.
function Get-GlibcFloor {
    param([string] $Path)

    $symbols = [regex]::Matches((Read-Byte $Path), '\0GLIBC_(\d+\.\d+(\.\d+)?)\0')
    $symbols | ForEach-Object { [version] $_.Groups[1].Value } | Sort-Object | Select-Object -Last 1
}

# The bytes of a file as a string, one character each, to be searched.
function Read-Byte {
    param([string] $Path)

    [Text.Encoding]::GetEncoding(28591).GetString([IO.File]::ReadAllBytes($Path))
}
