# The mirror: a folder of archives with SHA256SUMS, for machines without the internet. build.sh says how it is found.

# The mirror's full path, or nothing.
function Get-Mirror {
    $named = [Environment]::GetEnvironmentVariable('ECRLOGIN_MIRROR')
    if ($named -eq '') { return }
    $folder = if ($named) { $named } else { Join-Path $root '../shared/dotnet' }
    if (Test-Path -LiteralPath (Join-Path $folder 'SHA256SUMS')) { return (Resolve-Path -LiteralPath $folder).ProviderPath }
    if ($named) { throw "ECRLOGIN_MIRROR names $named, where there is no SHA256SUMS." }
}

# The path of a file of the mirror, checked, or nothing where the mirror does not have it.
function Find-InMirror {
    param([string] $Name)

    $mirror = Get-Mirror
    if (-not $mirror) { return }
    $path = Join-Path $mirror $Name
    if (-not (Test-Path -LiteralPath $path)) { return }
    $line = Select-String -LiteralPath (Join-Path $mirror 'SHA256SUMS') -Pattern "^([0-9a-f]{64}) [ *]$([regex]::Escape($Name))`$" | Select-Object -First 1
    if (-not $line) { throw "SHA256SUMS in $mirror does not name $Name." }
    Assert-Sum -Path $path -Sum $line.Matches[0].Groups[1].Value -Algorithm SHA256
    $path
}

function Assert-Sum {
    param([string] $Path, [string] $Sum, [string] $Algorithm)

    if ((Get-FileHash -LiteralPath $Path -Algorithm $Algorithm).Hash -ne $Sum) {
        throw "The $Algorithm sum of $Path is not the published one: not used."
    }
}

# Unpacks an archive, or the one folder named in it, whole or not at all.
function Expand-ToFolder {
    param([string] $Archive, [string] $Folder, [string] $Part)

    $beside = "$Folder.part"
    if (Test-Path -LiteralPath $beside) { Remove-Item -LiteralPath $beside -Recurse -Force }
    $null = New-Item -ItemType Directory -Force -Path $beside
    if ($Archive -match '\.(nupkg|zip)$') {
        Add-Type -AssemblyName System.IO.Compression, System.IO.Compression.FileSystem
        [IO.Compression.ZipFile]::ExtractToDirectory($Archive, $beside)
    } else {
        Invoke-Tool tar '-xf', $Archive, '-C', $beside
    }
    Move-Item -LiteralPath $(if ($Part) { Join-Path $beside $Part } else { $beside }) -Destination $Folder
    if ($Part) { Remove-Item -LiteralPath $beside -Recurse -Force }
}

# Downloads a file; a server that does not answer is not waited for long.
function Save-File {
    param([string] $Uri, [string] $Path)

    Write-Information "Downloading $Uri"
    [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
    $before = $ProgressPreference
    # Windows PowerShell spends most of the time on its progress bar.
    $ProgressPreference = 'SilentlyContinue'
    try { Invoke-WebRequest -UseBasicParsing -TimeoutSec 20 -Uri $Uri -OutFile $Path } finally { $ProgressPreference = $before }
}
