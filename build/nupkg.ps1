# The parts that make a .nupkg of a module's files, as the PowerShell Gallery takes it.

# Everything that goes into the package, by its path there: the parts that NuGet asks for, then the module.
function Get-NupkgContent {
    param([string] $Folder, [Collections.IDictionary] $Module)

    $manifest = Import-PowerShellDataFile -LiteralPath (Join-Path $Folder 'EcrLogin.psd1')
    $properties = "package/services/metadata/core-properties/$($manifest.GUID.Replace('-', '')).psmdcp"
    $parts = [ordered]@{
        '_rels/.rels'         = Get-Relationship 'EcrLogin.nuspec' $properties
        'EcrLogin.nuspec'     = Get-Nuspec $manifest
        '[Content_Types].xml' = Get-ContentType $Module.Keys
        $properties           = Get-CoreProperty $manifest
    }
    $content = [ordered]@{}
    foreach ($path in $parts.Keys) {
        $content[$path] = $textWithoutMark.GetBytes('<?xml version="1.0" encoding="utf-8"?>' + "`n" + ($parts[$path] -join "`n") + "`n")
    }
    foreach ($path in $Module.Keys) { $content[$path] = $Module[$path] }
    $content
}

function Get-Nuspec {
    param([Collections.IDictionary] $Manifest)

    $data = $Manifest.PrivateData.PSData
    $elements = [ordered]@{
        id           = 'EcrLogin'
        version      = $Manifest.ModuleVersion
        authors      = $Manifest.Author
        owners       = $Manifest.CompanyName
        projectUrl   = $data['ProjectUri']
        iconUrl      = $data['IconUri']
        description  = $Manifest.Description
        releaseNotes = $data['ReleaseNotes']
        copyright    = $Manifest.Copyright
        tags         = (Get-GalleryTag $Manifest) -join ' '
    }
    '<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">'
    '  <metadata>'
    foreach ($name in $elements.Keys) {
        if ($elements[$name]) { "    <$name>$([Security.SecurityElement]::Escape($elements[$name]))</$name>" }
    }
    '    <license type="expression">Apache-2.0 OR MIT</license>'
    '    <requireLicenseAcceptance>false</requireLicenseAcceptance>'
    '  </metadata>'
    '</package>'
}

# The Gallery finds a package by these, and the commands in it.
function Get-GalleryTag {
    param([Collections.IDictionary] $Manifest)

    'PSModule'
    $Manifest.PrivateData.PSData.Tags
    'PSIncludes_Cmdlet'
    $Manifest.CmdletsToExport | ForEach-Object { "PSCmdlet_$_" }
    $Manifest.CmdletsToExport | ForEach-Object { "PSCommand_$_" }
}

# What kind of file each is; NuGet asks for all, and reads them as bytes.
function Get-ContentType {
    param([string[]] $Name)

    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '  <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" />'
    '  <Default Extension="psmdcp" ContentType="application/vnd.openxmlformats-package.core-properties+xml" />'
    $extensions = @('.nuspec'; $Name | ForEach-Object { [IO.Path]::GetExtension($_) }) | Where-Object { $_ } | Sort-Object -Unique
    foreach ($extension in $extensions) { "  <Default Extension=`"$($extension.Substring(1))`" ContentType=`"application/octet`" />" }
    foreach ($plain in $Name | Where-Object { -not [IO.Path]::GetExtension($_) }) {
        "  <Override PartName=`"/$plain`" ContentType=`"application/octet`" />"
    }
    '</Types>'
}

function Get-Relationship {
    param([string] $Nuspec, [string] $Property)

    $types = 'http://schemas.microsoft.com/packaging/2010/07/manifest', 'http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    "  <Relationship Type=`"$($types[0])`" Target=`"/$Nuspec`" Id=`"R1`" />"
    "  <Relationship Type=`"$($types[1])`" Target=`"/$Property`" Id=`"R2`" />"
    '</Relationships>'
}

function Get-CoreProperty {
    param([Collections.IDictionary] $Manifest)

    '<coreProperties xmlns="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "  <dc:creator>$([Security.SecurityElement]::Escape($Manifest.Author))</dc:creator>"
    "  <dc:description>$([Security.SecurityElement]::Escape($Manifest.Description))</dc:description>"
    '  <dc:identifier>EcrLogin</dc:identifier>'
    "  <version>$($Manifest.ModuleVersion)</version>"
    '</coreProperties>'
}
