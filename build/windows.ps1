# The task windows: library and tests are compiled for Windows here, and run under wine.

$windowsTarget = 'x86_64-pc-windows-gnu'

function Invoke-WindowsTask {
    Assert-NothingMissing 'Programs for Windows' @(Get-MissingWindowsPackage)
    $folder = Join-Path $root 'output/windows'
    $null = New-Item -ItemType Directory -Force -Path $folder
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $metadata = Get-CargoMetadata
    $programs = Build-CrossProgram $windowsTarget $metadata.Target
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

# The packages of Debian that Windows programs take to be made and run, and that are not here.
function Get-MissingWindowsPackage {
    $packages = [ordered] @{ 'wine' = 'wine wine64'; 'wineserver' = 'wine wine64'; 'script' = 'bsdutils' }
    $packages.Keys | Select-MissingTool | ForEach-Object { $packages[$_] }
    Get-MissingCrossPackage $windowsTarget
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
