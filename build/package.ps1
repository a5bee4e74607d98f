# The task package: output/package/EcrLogin-VERSION.zip and its SHA-256 sum. The same files give the same archive.

function Invoke-PackageTask {
    param([object] $Built)

    $files = [string[]] [IO.Directory]::GetFiles($Built.Folder, '*', 'AllDirectories')
    [Array]::Sort($files, [StringComparer]::Ordinal)
    $folder = Join-Path $root 'output/package'
    $null = New-Item -ItemType Directory -Force -Path $folder
    $archive = Join-Path $folder "EcrLogin-$($Built.Version).zip"
    if (Test-Path -LiteralPath $archive) { Remove-Item -LiteralPath $archive }

    Add-Type -AssemblyName System.IO.Compression, System.IO.Compression.FileSystem
    $zip = [IO.Compression.ZipFile]::Open($archive, 'Create')
    try {
        $prefix = "EcrLogin/$($Built.Version)/"
        $sums = foreach ($file in $files) {
            $name = $file.Substring($Built.Folder.Length + 1).Replace('\', '/')
            Add-ArchiveEntry -Zip $zip -Name ($prefix + $name) -Content ([IO.File]::ReadAllBytes($file))
            Get-SumLine $file $name
        }
        Add-ArchiveEntry -Zip $zip -Name ($prefix + 'SHA256SUMS') -Content ([Text.Encoding]::ASCII.GetBytes(-join $sums))
    } finally {
        $zip.Dispose()
    }
    [IO.File]::WriteAllText("$archive.sha256", (Get-SumLine $archive ([IO.Path]::GetFileName($archive))))
    Write-Information "Packed $archive"
}

# A line as sha256sum writes and checks it.
function Get-SumLine {
    param([string] $File, [string] $Name)

    "$((Get-FileHash -LiteralPath $File -Algorithm SHA256).Hash.ToLowerInvariant())  $Name`n"
}

function Add-ArchiveEntry {
    param([IO.Compression.ZipArchive] $Zip, [string] $Name, [byte[]] $Content)

    $entry = $Zip.CreateEntry($Name)
    # The time of a build is no part of what was built.
    $entry.LastWriteTime = [DateTimeOffset]::new(1980, 1, 1, 0, 0, 0, [TimeSpan]::Zero)
    $stream = $entry.Open()
    try { $stream.Write($Content, 0, $Content.Length) } finally { $stream.Dispose() }
}
