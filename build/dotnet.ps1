# The .NET SDK, which compiles the PowerShell half.

# Puts dotnet on this process's PATH. Gives whether there is one that serves; global.json says which does.
function Initialize-Dotnet {
    $env:DOTNET_CLI_TELEMETRY_OPTOUT = $env:DOTNET_NOLOGO = '1'
    # Nobody asked for a certificate to develop web servers with.
    $env:DOTNET_GENERATE_ASPNET_CERTIFICATE = 'false'
    if (Find-Tool dotnet) {
        $version = Get-DotnetVersion
        if ($version) {
            Write-Information ".NET SDK: dotnet $version on PATH"
            return $true
        }
    }
    $wanted = Get-PinnedVersion DotNetSdk
    $folder = Join-Path $root "output/tools/dotnet-$wanted"
    $before = $env:PATH
    $env:PATH = $folder + [IO.Path]::PathSeparator + $env:PATH
    try {
        if (Test-Path -LiteralPath $folder) { Write-Information ".NET SDK: $folder" } else { Install-Dotnet $wanted $folder }
        if (-not (Get-DotnetVersion)) { throw "The .NET SDK in $folder does not start." }
        $true
    } catch {
        Write-Information "There is no .NET SDK $($wanted -replace '\..*') here, and none could be fetched: $($_.Exception.Message)"
        $env:PATH = $before
        $false
    }
}

# The version of the SDK that would be run at the root of the repository, or nothing.
function Get-DotnetVersion {
    $version = & dotnet --version 2>$null
    if ($LASTEXITCODE -eq 0) { "$version" }
}

function Install-Dotnet {
    param([string] $Version, [string] $Folder)

    $rid = $ridOfTarget[(Get-HostTarget)]
    $null = New-Item -ItemType Directory -Force -Path (Split-Path -Parent $Folder)
    $archive = Find-InMirror "dotnet-sdk-$Version-$rid.tar.xz"
    if ($archive) {
        Write-Information ".NET SDK: $archive, unpacked into $Folder"
        Expand-ToFolder $archive $Folder 'dotnet'
        return
    }
    Write-Information ".NET SDK: $Version is fetched from Microsoft into $Folder"
    $published = Get-PublishedDotnet $Version $rid
    $archive = Join-Path (Split-Path -Parent $Folder) ([uri] $published.url).Segments[-1]
    Save-File $published.url $archive
    Assert-Sum -Path $archive -Sum $published.hash -Algorithm SHA512
    Expand-ToFolder $archive $Folder
    Remove-Item -LiteralPath $archive
}

# The url and the SHA-512 hash of an SDK for a system, as Microsoft publishes them.
function Get-PublishedDotnet {
    param([string] $Version, [string] $Rid)

    $channel = $Version -replace '^(\d+\.\d+)\..*', '$1'
    $list = Join-Path $root 'output/tools/dotnet-releases.json'
    Save-File "https://builds.dotnet.microsoft.com/dotnet/release-metadata/$channel/releases.json" $list
    $sdks = (Get-Content -LiteralPath $list -Raw | ConvertFrom-Json).releases | ForEach-Object { $_.sdks }
    Remove-Item -LiteralPath $list
    $name = "dotnet-sdk-$Rid.$(if ($Rid -like 'win-*') { 'zip' } else { 'tar.gz' })"
    $file = $sdks | Where-Object { $_.version -eq $Version } | ForEach-Object { $_.files } | Where-Object { $_.name -eq $name } | Select-Object -First 1
    if (-not $file) { throw "Microsoft's list of releases has no $name of version $Version." }
    $file
}

# What tells the compiler to get packages from the mirror, if it has them; else nothing: as NuGet is set up.
function Get-NuGetSource {
    $mirror = Get-Mirror
    if ($mirror -and (Get-ChildItem -LiteralPath $mirror -Filter 'powershellstandard.library.*.nupkg')) {
        Write-Information "NuGet packages: $mirror"
        "-p:RestoreSources=$mirror"
    } else {
        Write-Information 'NuGet packages: the sources that NuGet is set up with'
    }
}
