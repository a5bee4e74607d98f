# The task build: output/EcrLogin/VERSION, laid out exactly as it installs.

$moduleProject = 'ps-module/EcrLogin.csproj'
$textWithoutMark = New-Object Text.UTF8Encoding $false

# Gives Version, Folder, Library, Helper and Target (Cargo's output folder). Libraries and helpers that lie under
# Natives/RID are taken as they are; those of this system are compiled where they are not among them. With All, and without
# Natives, those of every system that can be compiled for here are in it.
function Build-Module {
    param([string] $CargoProfile, [string] $Natives, [switch] $All)

    $metadata = Get-CargoMetadata
    $version = $metadata.Version
    $rid = $ridOfTarget[(Get-HostTarget)]
    $libraries = Find-Native $Natives
    if (-not $libraries.ContainsKey($rid)) { $libraries[$rid] = Build-Library $CargoProfile $metadata.Target }
    if ($All -and -not $Natives) { $libraries += Build-CrossLibrary $metadata.Target }
    $assembly = Build-Assembly $version

    $folder = Join-Path $root "output/EcrLogin/$version"
    if (Test-Path -LiteralPath $folder) { Remove-BuiltModule $folder }
    foreach ($one in $libraries.Keys) {
        $place = New-Item -ItemType Directory -Path (Join-Path $folder "runtimes/$one/native")
        Copy-Item -LiteralPath $libraries[$one], (Get-HelperBeside $libraries[$one] $one) -Destination $place.FullName
    }
    Copy-Item -LiteralPath $assembly -Destination $folder
    Copy-ModuleSource -Folder $folder -Version $version
    Add-ModuleHelp -Folder $folder -Assembly $assembly
    [pscustomobject]@{
        Version = $version
        Folder  = $folder
        Library = Join-Path $folder "runtimes/$rid/native/$(Get-LibraryName $rid)"
        Helper  = Join-Path $folder "runtimes/$rid/native/$(Get-HelperName $rid)"
        Target  = $metadata.Target
    }
}

# The version of the project, and Cargo's output folder.
function Get-CargoMetadata {
    $metadata = Invoke-Tool cargo 'metadata', '--format-version', '1', '--no-deps', '--locked' | ConvertFrom-Json
    [pscustomobject]@{
        Version = ($metadata.packages | Where-Object { $_.name -eq 'ecr_login' }).version
        Target  = $metadata.target_directory
    }
}

# Compiles the PowerShell half and gives the path of its assembly; the comments of its sources lie beside it as XML.
function Build-Assembly {
    param([string] $Version)

    Invoke-Compiler -Project $moduleProject -Framework netstandard2.0 -Options "-p:Version=$Version"
    Join-Path $root "output/dotnet/bin/Release/netstandard2.0/EcrLogin-$Version.dll"
}

# Compiles a project for a framework, with the packages that its lock file names and no others.
function Invoke-Compiler {
    param([string] $Project, [string] $Framework, [string[]] $Options = @())

    $arguments = @(
        'build', (Join-Path $root $Project)
        '--configuration', 'Release', '--framework', $Framework
        '-p:RestoreLockedMode=true'
        Get-NuGetSource
        # No server of the compiler stays behind, which would hold the terminal of who waits for the build.
        '--disable-build-servers'
        '--nologo', '--verbosity', 'quiet'
    )
    Invoke-Tool dotnet ($arguments + $Options) | Out-Host
}

function Remove-BuiltModule {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Build output.')]
    param([string] $Folder)

    try {
        Remove-Item -LiteralPath $Folder -Recurse -Force
    } catch [UnauthorizedAccessException] {
        throw "$Folder is in use: close every PowerShell that has imported the module from there."
    }
}

function Copy-ModuleSource {
    param([string] $Folder, [string] $Version)

    $source = Join-Path $root 'ps-module'
    [IO.File]::WriteAllText((Join-Path $Folder 'EcrLogin.psd1'), (Get-Manifest $source $Version), $textWithoutMark)
    Copy-Item -LiteralPath (Join-Path $source 'EcrLogin.Format.ps1xml') -Destination $Folder
    Copy-Item -LiteralPath (Join-Path $source 'en-US') -Destination $Folder -Recurse
    foreach ($name in 'LICENSE-APACHE', 'LICENSE-MIT') {
        Copy-Item -LiteralPath (Join-Path $root $name) -Destination $Folder
    }
}

# The manifest with what the build knows: the version, and what is new in it.
function Get-Manifest {
    param([string] $Source, [string] $Version)

    $path = Join-Path $Source 'EcrLogin.psd1'
    $text = [IO.File]::ReadAllText($path).Replace("`r`n", "`n") -replace '(?m)^ *# The build .*\n'
    if ($text -match '[^\x00-\x7F]') { throw "$path is not pure ASCII; Windows PowerShell 5.1 would misread it." }
    $notes = [Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent((Get-ReleaseNote $Version))
    $text.Replace('0.0.0', $Version).Replace("ReleaseNotes = ''", "ReleaseNotes = '$notes'")
}

# What the changelog says of the version, which has to be its newest.
function Get-ReleaseNote {
    param([string] $Version)

    $releases = [IO.File]::ReadAllText((Join-Path $root 'CHANGELOG.md')).Replace("`r`n", "`n") -split '(?m)^## '
    $title, $text = $releases[1] -split "`n", 2
    if ($title -notmatch "(^|\W)$([regex]::Escape($Version))(\W|$)") { throw "CHANGELOG.md begins with '$title', not with $Version." }
    $text.Trim()
}
