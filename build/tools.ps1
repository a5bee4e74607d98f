# Finds the tools the tasks need, or fetches them in the versions of tools.psd1.

function Get-PinnedVersion {
    param([string] $Name)

    (Import-PowerShellDataFile -LiteralPath (Join-Path $root 'tools.psd1'))[$Name]
}

# Where cargo or rustup keeps its files.
function Get-RustFolder {
    param([string] $Name)

    $chosen = [Environment]::GetEnvironmentVariable("$($Name.ToUpperInvariant())_HOME")
    if ($chosen) { return $chosen }
    $userHome = if (Test-WindowsSystem) { $env:USERPROFILE } else { $env:HOME }
    Join-Path $userHome ".$Name"
}

# Puts cargo on this process's PATH.
function Initialize-Cargo {
    if (Find-Tool cargo) { return }
    $cargoHome = Get-RustFolder cargo
    $env:PATH = (Join-Path $cargoHome 'bin') + [IO.Path]::PathSeparator + $env:PATH
    if (Find-Tool cargo) { return }
    if (-not (Test-WindowsSystem)) { throw 'cargo is not on PATH. Start with ./build.sh, which installs Rust.' }
    Install-Rust $cargoHome
    if (-not (Find-Tool cargo)) { throw "rustup has run, but there is no cargo in $cargoHome." }
}

function Install-Rust {
    param([string] $CargoHome)

    Write-Information "Rust is missing: installing it with rustup into $CargoHome"
    $cpu = if ($env:PROCESSOR_ARCHITECTURE -eq 'ARM64') { 'aarch64' } else { 'x86_64' }
    $url = "https://static.rust-lang.org/rustup/archive/$(Get-PinnedVersion Rustup)/$cpu-pc-windows-msvc/rustup-init.exe"
    $folder = New-Item -ItemType Directory -Force -Path (Join-Path $root 'output/tools')
    $file = Join-Path $folder.FullName 'rustup-init.exe'
    Save-File $url $file
    Save-File "$url.sha256" "$file.sha256"
    Assert-Sum -Path $file -Sum (Get-Content -LiteralPath "$file.sha256" -TotalCount 1).Substring(0, 64) -Algorithm SHA256
    Invoke-Tool $file '-y', '--quiet', '--no-modify-path', '--profile', 'minimal', '--default-toolchain', 'stable', '--component', 'rustfmt', '--component', 'clippy'
}

# The psd1 of a module: of one that is installed, else of the mirror's or the Gallery's in output/tools/modules.
function Get-GalleryModule {
    param([string] $Name)

    $version = [version](Get-PinnedVersion $Name)
    $installed = Get-Module -ListAvailable -Name $Name | Where-Object { $_.Version -ge $version } | Select-Object -First 1
    if ($installed) {
        Write-Information "${Name}: $($installed.Version) in $($installed.ModuleBase)"
        return $installed.Path
    }

    $folder = Join-Path $root 'output/tools/modules'
    $manifest = Join-Path $folder "$Name/$version/$Name.psd1"
    if (Test-Path -LiteralPath $manifest) {
        Write-Information "${Name}: $manifest"
        return $manifest
    }

    $package = Find-InMirror "$($Name.ToLowerInvariant()).$version.nupkg"
    if ($package) {
        Write-Information "${Name}: $package, unpacked into $folder"
        # NuGet's Pester has the module in a folder; packages of the Gallery are the module itself.
        Expand-ToFolder $package (Split-Path -Parent $manifest) $(if ($Name -eq 'Pester') { 'tools' })
        return $manifest
    }
    Write-Information "${Name}: $version is fetched from the PowerShell Gallery into $folder"
    $null = New-Item -ItemType Directory -Force -Path $folder
    if (Get-Command Save-PSResource -ErrorAction Ignore) {
        Save-PSResource -Name $Name -Version $version -Repository PSGallery -Path $folder -TrustRepository
    } elseif (Get-Command Save-Module -ErrorAction Ignore) {
        [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
        if (-not (Get-PackageProvider -Name NuGet -ListAvailable -ErrorAction Ignore)) {
            $null = Install-PackageProvider -Name NuGet -Scope CurrentUser -Force
        }
        Save-Module -Name $Name -RequiredVersion $version -Repository PSGallery -Path $folder -Force
    } else {
        throw "This PowerShell has no package manager: install $Name $version or later yourself."
    }
    $manifest
}
