# The task windows: library and tests are compiled for Windows here, and run under wine.

$windowsTarget = 'x86_64-pc-windows-gnu'

function Invoke-WindowsTask {
    Assert-WindowsTool
    $folder = Join-Path $root 'output/windows'
    $null = New-Item -ItemType Directory -Force -Path $folder
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $metadata = Get-CargoMetadata
    $programs = Build-WindowsProgram $metadata.Target
    Write-Information "Compiled for Windows after $([int] $watch.Elapsed.TotalSeconds) s."
    $module = New-WindowsModule -Version $metadata.Version -Folder $folder -Library $programs.Library
    $package = Join-Path $folder 'package'
    $null = New-Package ([pscustomobject]@{ Version = $metadata.Version; Folder = $module }) $package

    # One for each processor: most tests keep one busy.
    $wine = @(New-Wine $folder ([Math]::Min(4, [Environment]::ProcessorCount)))
    $moto = Open-WindowsMoto $folder
    try {
        Write-Information "The tests begin after $([int] $watch.Elapsed.TotalSeconds) s."
        $sum = Invoke-WindowsTest -Wine $wine -Programs $programs -Module $module -Variables @{
            ECRLOGIN_MODULE    = ConvertTo-WindowsPath $module
            ECRLOGIN_PACKAGE   = ConvertTo-WindowsPath $package
            ECRLOGIN_LOCAL_ECR = ConvertTo-WindowsPath $programs.LocalEcr
            ECRLOGIN_CLIENTS   = ConvertTo-WindowsPath $programs.Folder
            ECRLOGIN_MOTO      = if ($moto) { $moto.Address }
        }
    } finally {
        if ($moto) { Close-Service $moto }
    }
    Write-Information "windows took $([int] $watch.Elapsed.TotalSeconds) s."
    Write-Information "total: $($sum.Passed) passed, $($sum.Failed) failed, $($sum.Skipped) skipped"
    if ($sum.Failed) { exit 1 }
}

# moto runs on this system; what runs under wine reaches it all the same.
function Open-WindowsMoto {
    param([string] $Folder)

    $path = Get-MotoServer
    if ($path) { Open-Service -Path $path -Arguments '-H', '127.0.0.1', '-p', '0' -Pattern 'Running on (http://127\.0\.0\.1:\d+)' -Scratch $Folder }
}

# Ends the task where something is missing, and says what brings it.
function Assert-WindowsTool {
    $packages = [ordered] @{
        'wine'                   = 'wine wine64'
        'wineserver'             = 'wine wine64'
        'script'                 = 'bsdutils'
        'x86_64-w64-mingw32-gcc' = 'gcc-mingw-w64-x86-64'
    }
    $missing = @($packages.Keys | Where-Object { -not (Find-Tool $_) } | ForEach-Object { $packages[$_] })
    if (-not (Find-WindowsCargo)) { $missing += 'rustc-web cargo-web rust-web-src' }
    if (-not $missing) { return }
    $names = ($missing -join ' ' -split ' ' | Select-Object -Unique) -join ' '
    throw "Windows programs can't be made or run here. What is missing comes with: apt-get install --no-install-recommends $names"
}

# The Cargo that compiles for Windows, with its first options and its variables: that on PATH where its Rust has the
# target's library, else Debian's, which compiles that library too, from Debian's sources of it.
function Find-WindowsCargo {
    $own = @(& rustc --print target-libdir --target $windowsTarget 2>$null)
    if ($own -and (Test-Path -LiteralPath $own[0])) { return @{ Path = 'cargo'; Options = @(); Variables = @{} } }

    $rustc = '/usr/bin/rustc'
    $sources = '/usr/lib/rustlib/src/rust/library/std'
    if (-not (Test-Path -LiteralPath '/usr/bin/cargo') -or -not (Test-Path -LiteralPath $rustc) -or -not (Test-Path -LiteralPath $sources)) { return }
    @{
        Path      = '/usr/bin/cargo'
        Options   = @('-Zbuild-std=std,panic_unwind')
        Variables = @{ RUSTC = $rustc; RUSTDOC = '/usr/bin/rustdoc'; RUSTC_BOOTSTRAP = '1' }
    }
}

# Runs Cargo for Windows. Debian's is another than that on PATH, so it has an output folder of its own.
function Invoke-WindowsCargo {
    param([string] $Command, [string] $TargetFolder, [string[]] $Arguments)

    $cargo = Find-WindowsCargo
    # Nobody debugs there: without lines it is compiled sooner.
    $variables = $cargo.Variables + (Get-CompilerEnvironment) + @{ CARGO_PROFILE_DEV_DEBUG = '0' }
    $common = @('--locked', '--target', $windowsTarget, '--target-dir', (Join-Path $TargetFolder 'windows'))
    Invoke-WithEnvironment $variables { Invoke-Tool $cargo.Path (@($Command) + $cargo.Options + $common + $Arguments) }
}

# Compiles library, tests, local endpoint and stand-ins at once, so that what they share is compiled once. Gives their
# paths.
function Build-WindowsProgram {
    param([string] $TargetFolder)

    $messages = Invoke-WindowsCargo build $TargetFolder '--workspace', '--all-targets', '--message-format', 'json-render-diagnostics'
    $tests = $messages | ForEach-Object { ConvertFrom-Json $_ } | Where-Object { $_.PSObject.Properties['executable'] -and $_.executable -and $_.profile.test }
    $folder = Join-Path $TargetFolder "windows/$windowsTarget/debug"
    @{
        Folder   = $folder
        Library  = Join-Path $folder 'ecr_login.dll'
        Helper   = Join-Path $folder 'docker-credential-ecrlogin.exe'
        LocalEcr = Join-Path $folder 'local_ecr.exe'
        Tests    = $tests | ForEach-Object { [pscustomobject]@{ Name = $_.target.name; Path = $_.executable } }
    }
}

# The module as it installs, with a library for Windows alone.
function New-WindowsModule {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Build output.')]
    param([string] $Version, [string] $Folder, [string] $Library)

    $assembly = Build-Assembly $Version
    # A folder that may stand in PSModulePath: nothing else is below it.
    $module = Join-Path $Folder "modules/EcrLogin/$Version"
    if (Test-Path -LiteralPath $module) { Remove-BuiltModule $module }
    $natives = New-Item -ItemType Directory -Force -Path (Join-Path $module 'runtimes/win-x64/native')
    Copy-Item -LiteralPath $Library, (Get-HelperBeside $Library 'win-x64') -Destination $natives.FullName
    Copy-Item -LiteralPath $assembly -Destination $module
    Copy-ModuleSource -Folder $module -Version $Version
    Add-ModuleHelp -Folder $module -Assembly $assembly
    $module
}
