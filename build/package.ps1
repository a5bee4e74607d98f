# The task package: a zip and a .nupkg of the module, the same bytes from the same files, under output/package.

$packageFolder = 'output/package'

function Invoke-PackageTask {
    param([object] $Built)

    $folder = Join-Path $root $packageFolder
    if (Test-Path -LiteralPath $folder) { Remove-Item -LiteralPath $folder -Recurse -Force }
    foreach ($archive in New-Package $Built $folder) { Write-Information "Packed $archive" }
}

# Completes a built module with its list of licences and its sums, and packs it into a folder. Gives the archives.
function New-Package {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Build output.')]
    param([object] $Built, [string] $Folder)

    $rids = Get-ChildItem -LiteralPath (Join-Path $Built.Folder 'runtimes') | ForEach-Object { $_.Name }
    $targets = $ridOfTarget.Keys | Where-Object { $ridOfTarget[$_] -in $rids } | Sort-Object
    $licenses = (New-LicenseList $targets) -join "`n"
    [IO.File]::WriteAllText((Join-Path $Built.Folder 'THIRD-PARTY-LICENSES.txt'), "$licenses`n", $textWithoutMark)
    Assert-NoBuildPath $Built.Folder
    Write-SumFile $Built.Folder

    Add-Type -AssemblyName System.IO.Compression, System.IO.Compression.FileSystem
    $null = New-Item -ItemType Directory -Force -Path $Folder
    $content = Get-ModuleContent $Built.Folder
    $name = Join-Path $Folder "EcrLogin.$($Built.Version)"

    $entries = [ordered]@{}
    foreach ($path in $content.Keys) { $entries["EcrLogin/$($Built.Version)/$path"] = $content[$path] }
    Write-Archive "$name.zip" $entries
    Write-Archive "$name.nupkg" (Get-NupkgContent $Built.Folder $content)
    foreach ($archive in "$name.zip", "$name.nupkg") {
        [IO.File]::WriteAllText("$archive.sha256", (Get-SumLine $archive ([IO.Path]::GetFileName($archive))))
        $archive
    }
}

# Where something was compiled says who compiled it, and differs from machine to machine.
function Assert-NoBuildPath {
    param([string] $Folder)

    $userHome = if (Test-WindowsSystem) { $env:USERPROFILE } else { $env:HOME }
    $sources = (Get-RustFolder cargo), (Get-RustFolder rustup), $root, $userHome | Where-Object { $_ -and $_.Length -gt 3 }
    foreach ($file in [IO.Directory]::GetFiles($Folder, '*', 'AllDirectories')) {
        $text = (Read-Byte $file).Replace('\', '/')
        foreach ($source in $sources) {
            if ($text.IndexOf($source.Replace('\', '/').TrimEnd('/') + '/', [StringComparison]::OrdinalIgnoreCase) -ge 0) {
                throw "$file names the folder $source of this machine."
            }
        }
    }
}

# The bytes of a module's files, by their paths in it, sorted.
function Get-ModuleContent {
    param([string] $Folder)

    $content = [ordered]@{}
    [string[]] $files = [IO.Directory]::GetFiles($Folder, '*', 'AllDirectories')
    [Array]::Sort($files, [StringComparer]::Ordinal)
    foreach ($file in $files) {
        $content[$file.Substring($Folder.Length + 1).Replace('\', '/')] = [IO.File]::ReadAllBytes($file)
    }
    $content
}

# SHA256SUMS, as sha256sum writes and checks it.
function Write-SumFile {
    param([string] $Folder)

    $path = Join-Path $Folder 'SHA256SUMS'
    if (Test-Path -LiteralPath $path) { Remove-Item -LiteralPath $path }
    $sums = foreach ($name in (Get-ModuleContent $Folder).Keys) { Get-SumLine (Join-Path $Folder $name) $name }
    [IO.File]::WriteAllText($path, -join $sums)
}

function Get-SumLine {
    param([string] $File, [string] $Name)

    "$((Get-FileHash -LiteralPath $File -Algorithm SHA256).Hash.ToLowerInvariant())  $Name`n"
}

function Write-Archive {
    param([string] $Path, [Collections.IDictionary] $Content)

    if (Test-Path -LiteralPath $Path) { Remove-Item -LiteralPath $Path }
    $zip = [IO.Compression.ZipFile]::Open($Path, 'Create')
    try {
        foreach ($name in $Content.Keys) {
            $entry = $zip.CreateEntry($name)
            # The time of a build is no part of what was built.
            $entry.LastWriteTime = New-Object DateTimeOffset 1980, 1, 1, 0, 0, 0, ([TimeSpan]::Zero)
            $stream = $entry.Open()
            try { $stream.Write($Content[$name], 0, $Content[$name].Length) } finally { $stream.Dispose() }
        }
    } finally {
        $zip.Dispose()
    }
}
