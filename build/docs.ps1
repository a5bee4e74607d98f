# The task docs: what stands under docs/ and is made, never written: the pages of the help, the README's picture, table and
# picture of scale.md.

function Invoke-DocsTask {
    param([object] $Built)

    $pages = Get-HelpPage $Built.Folder
    $folder = Join-Path $root 'docs'
    Get-ChildItem -LiteralPath (Join-Path $folder 'commands') -Filter *.md -ErrorAction Ignore | Remove-Item
    foreach ($path in $pages.Keys) { Write-Page (Join-Path $folder $path) $pages[$path] }

    $pictures = Get-ScalePicture
    foreach ($name in $pictures.Keys) { Write-Page (Join-Path $folder "images/$name") $pictures[$name] }
    $page = Join-Path $folder 'scale.md'
    Write-Page $page (Get-ScalePage ([IO.File]::ReadAllText($page)))

    $missing = Get-MissingRegistryTool
    if ($missing) {
        Write-Information "The picture is left as it is: there is no $($missing -join ', ')."
        return
    }
    $pictures = Get-SessionPicture -ModuleFolder $Built.Folder -LocalEcr (Get-LocalEcr $Built)
    foreach ($name in $pictures.Keys) { Write-Page (Join-Path $folder "images/$name") $pictures[$name] }
}

function Write-Page {
    param([string] $Path, [string] $Text)

    $null = New-Item -ItemType Directory -Force -Path (Split-Path -Parent $Path)
    [IO.File]::WriteAllText($Path, $Text, $textWithoutMark)
    Write-Information "Made $Path"
}
