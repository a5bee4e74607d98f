# The engine's library: how it is compiled, and what it asks of a system.

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

function Get-HostTarget {
    $target = (Invoke-Tool rustc '-vV') -match '^host: ' -replace '^host: '
    if (-not $ridOfTarget.ContainsKey("$target")) { throw "The module does not know the system '$target'." }
    "$target"
}

function Get-LibraryName {
    param([string] $Rid)

    switch -Wildcard ($Rid) { 'win-*' { 'ecr_login.dll' } 'osx-*' { 'libecr_login.dylib' } default { 'libecr_login.so' } }
}

# The libraries that lie ready as FOLDER/RID/NAME, by RID. They are to run on systems of others.
function Find-Native {
    param([string] $Folder)

    $found = @{}
    if (-not $Folder) { return $found }
    foreach ($rid in $ridOfTarget.Values) {
        $path = Join-Path $Folder "$rid/$(Get-LibraryName $rid)"
        if (-not (Test-Path -LiteralPath $path)) { continue }
        $floor = Get-GlibcFloor $path
        if ($floor -gt [version] '2.28') { throw "$path needs glibc $floor; 2.28 is what the systems served have." }
        $found[$rid] = $path
    }
    if ($found.Count -eq 0) { throw "There is no library in $Folder." }
    $found
}

# Compiles the library for this system and gives its path.
function Build-Library {
    param([string] $CargoProfile, [string] $TargetFolder)

    # The crates of all systems: the list of licences and the tests look at them, without a network.
    Invoke-Tool cargo 'fetch', '--locked' | Out-Host
    Invoke-WithEnvironment (Get-CompilerEnvironment) {
        Invoke-Tool cargo 'build', '--profile', $CargoProfile, '--locked', '--package', 'ecr_login', '--lib' | Out-Host
    }
    $path = Join-Path $TargetFolder "$CargoProfile/$(Get-LibraryName $ridOfTarget[(Get-HostTarget)])"
    $floor = Get-GlibcFloor $path
    if ($floor) { Write-Information "The library needs glibc $floor or later." }
    $path
}

# What is set where Cargo compiles for use. build/without-pwsh.sh sets the same, or Cargo would compile twice.
function Get-CompilerEnvironment {
    @{ CARGO_ENCODED_RUSTFLAGS = (Get-CompilerFlag) -join [char] 0x1F }
}

# What rustc is told on top of the profile. No folder of the machine that compiles gets into the library.
function Get-CompilerFlag {
    if ($env:CARGO_ENCODED_RUSTFLAGS) { $env:CARGO_ENCODED_RUSTFLAGS -split [char] 0x1F }
    elseif ($env:RUSTFLAGS) { -split $env:RUSTFLAGS }

    "--remap-path-prefix=$root=/ecrlogin"
    "--remap-path-prefix=$(Invoke-Tool rustc '--print', 'sysroot')=/rust"
    [string[]] $registries = [IO.Directory]::GetDirectories((Join-Path (Get-RustFolder cargo) 'registry/src'))
    [Array]::Sort($registries, [StringComparer]::Ordinal)
    foreach ($registry in $registries) { "--remap-path-prefix=$registry=/crates" }

    # Windows comes without the C runtime of the compiler. On musl a library can't hold the C library.
    switch -Wildcard (Get-HostTarget) {
        '*-windows-msvc' { '-Ctarget-feature=+crt-static' }
        '*-linux-musl' { '-Ctarget-feature=-crt-static' }
    }
}

# The version of glibc that a library asks for, or nothing.
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
