# THIRD-PARTY-LICENSES.txt: what the libraries and helpers of a module hold of the work of others, and its terms.

function New-LicenseList {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A text.')]
    param([string[]] $Target)

    $crates = @(Get-LinkedCrate $Target) + (Get-SourcePackage)
    $texts = New-Object Collections.Generic.List[object]
    $known = New-Object 'Collections.Generic.Dictionary[string,object]' ([StringComparer]::Ordinal)
    $without = foreach ($crate in $crates) {
        $files = @(Find-LicenseFile $crate.Folder)
        foreach ($file in $files) {
            $text = [IO.File]::ReadAllText($file)
            # Texts that differ in spaces and ends of lines alone are one.
            $words = ($text -replace '\s+', ' ').Trim()
            if (-not $known.ContainsKey($words)) {
                $known[$words] = @{ Text = $text.Replace("`r`n", "`n").TrimEnd(); Files = @() }
                $texts.Add($known[$words])
            }
            $known[$words].Files += "$($crate.Name): $($file.Substring($crate.Folder.Length + 1).Replace('\', '/'))"
        }
        if (-not $files) { "$($crate.Name): $(Select-CommonLicense $crate)" }
    }

    'The libraries, the credential helpers and the assembly of EcrLogin hold the work of others that is listed here. Its terms follow the list.'
    ''
    foreach ($crate in $crates) { "$($crate.Name): $($crate.License), $($crate.Repository)" }
    'The standard library of Rust: MIT OR Apache-2.0, https://github.com/rust-lang/rust'
    ''
    'These come without a file of their terms. They are used under the licence named here, in the words of the file'
    'named here, which lies beside this one; the copyright is their own authors''.'
    ''
    $without
    'The standard library of Rust: Apache-2.0, LICENSE-APACHE'
    foreach ($one in $texts) {
        ''
        '-' * 80
        $one.Files
        ''
        $one.Text
    }
}

# The crates that get into the libraries and helpers for some targets: Name with version, License, Repository, Folder. Sorted.
function Get-LinkedCrate {
    param([string[]] $Target)

    $platforms = foreach ($one in $Target) { '--filter-platform', $one }
    $metadata = Invoke-Tool cargo (@('metadata', '--format-version', '1', '--locked', '--offline') + $platforms) | ConvertFrom-Json
    $nodes = @{}
    foreach ($node in $metadata.resolve.nodes) { $nodes[$node.id] = $node }

    $reached = New-Object Collections.Generic.HashSet[string]
    $next = New-Object Collections.Generic.Stack[string]
    $next.Push($metadata.resolve.root)
    $next.Push(($metadata.packages | Where-Object { $_.name -eq 'credential_helper' }).id)
    while ($next.Count -gt 0) {
        $id = $next.Pop()
        if (-not $reached.Add($id)) { continue }
        foreach ($edge in $nodes[$id].deps) {
            # A dependency of no kind is neither one of build scripts nor one of tests.
            if ($edge.dep_kinds | Where-Object { -not $_.kind }) { $next.Push($edge.pkg) }
        }
    }
    $crates = New-Object 'Collections.Generic.SortedDictionary[string,object]' ([StringComparer]::Ordinal)
    foreach ($package in $metadata.packages) {
        if ($package.id -in $metadata.workspace_members -or -not $reached.Contains($package.id)) { continue }
        $name = "$($package.name) $($package.version)"
        $crates[$name] = [pscustomobject]@{
            Name       = $name
            License    = $package.license
            Repository = $package.repository
            Folder     = Split-Path -Parent $package.manifest_path
        }
    }
    $crates.Values
}

# The one package whose sources are compiled into the assembly. It brings no file of its terms.
function Get-SourcePackage {
    $project = [IO.File]::ReadAllText((Join-Path $root 'ps-module/EcrLogin.csproj'))
    $version = [regex]::Match($project, '"PolySharp" Version="([\d.]+)"').Groups[1].Value
    [pscustomobject]@{ Name = "PolySharp $version"; License = 'MIT'; Repository = 'https://github.com/Sergio0694/PolySharp'; Folder = '' }
}

function Find-LicenseFile {
    param([string] $Folder)

    if (-not $Folder) { return }
    [string[]] $files = [IO.Directory]::GetFiles($Folder, '*', 'AllDirectories')
    [Array]::Sort($files, [StringComparer]::Ordinal)
    $names = '^(LICEN[CS]E|COPYING|COPYRIGHT|NOTICE|UNLICENSE)([-._].*)?$'
    $files | Where-Object { [IO.Path]::GetFileName($_) -match $names -and $_ -notlike '*.rs' }
}

# Of what a crate may be used under, a licence of the module itself, whose words do not depend on the crate.
function Select-CommonLicense {
    param([object] $Crate)

    $offered = $Crate.License -split ' OR |/'
    if ('Apache-2.0' -cin $offered) { return 'Apache-2.0, LICENSE-APACHE' }
    if ('MIT' -cin $offered) { return 'MIT, LICENSE-MIT' }
    throw "$($Crate.Name) is under '$($Crate.License)' and comes without its text."
}
