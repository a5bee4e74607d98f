# The task build: output/EcrLogin/VERSION, laid out exactly as it installs.

$textWithoutMark = New-Object Text.UTF8Encoding $false

# Gives Version, Folder, Library and Target (Cargo's output folder). Libraries that lie under Natives/RID are taken as
# they are; that of this system is compiled where it is not among them.
function Build-Module {
    param([string] $CargoProfile, [string] $Natives)

    $metadata = Invoke-Tool cargo 'metadata', '--format-version', '1', '--no-deps', '--locked' | ConvertFrom-Json
    $version = ($metadata.packages | Where-Object { $_.name -eq 'ecr_login' }).version
    $rid = $ridOfTarget[(Get-HostTarget)]
    $libraries = Find-Native $Natives
    if (-not $libraries.ContainsKey($rid)) { $libraries[$rid] = Build-Library $CargoProfile $metadata.target_directory }

    $folder = Join-Path $root "output/EcrLogin/$version"
    if (Test-Path -LiteralPath $folder) { Remove-BuiltModule $folder }
    foreach ($one in $libraries.Keys) {
        $place = New-Item -ItemType Directory -Path (Join-Path $folder "runtimes/$one/native")
        Copy-Item -LiteralPath $libraries[$one] -Destination $place.FullName
    }
    Copy-ModuleSource -Folder $folder -Version $version
    [pscustomobject]@{
        Version = $version
        Folder  = $folder
        Library = Join-Path $folder "runtimes/$rid/native/$(Get-LibraryName $rid)"
        Target  = $metadata.target_directory
    }
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
    $manifest = Import-PowerShellDataFile -LiteralPath (Join-Path $source 'EcrLogin.psd1')
    if ($manifest.ModuleVersion -ne $Version) {
        throw "EcrLogin.psd1 says version $($manifest.ModuleVersion), Cargo.toml $Version."
    }
    Copy-Item -LiteralPath (Join-Path $source 'EcrLogin.Format.ps1xml') -Destination $Folder
    $types = [IO.File]::ReadAllText((Join-Path $source 'EcrLogin.Types.ps1xml')).Replace('#VERSION', "#$Version")
    [IO.File]::WriteAllText((Join-Path $Folder 'EcrLogin.Types.ps1xml'), $types, $textWithoutMark)
    $notes = [Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent((Get-ReleaseNote $Version))
    $text = (Read-ModuleFile (Join-Path $source 'EcrLogin.psd1')) -replace ' *# The build .*\n(?= *ReleaseNotes)'
    $text = $text.Replace("ReleaseNotes = ''", "ReleaseNotes = '$notes'") + "`n"
    [IO.File]::WriteAllText((Join-Path $Folder 'EcrLogin.psd1'), $text, $textWithoutMark)
    foreach ($name in 'LICENSE-APACHE', 'LICENSE-MIT') {
        Copy-Item -LiteralPath (Join-Path $root $name) -Destination $Folder
    }
    $help = Join-Path $source 'en-US'
    if (Test-Path -LiteralPath $help) { Copy-Item -LiteralPath $help -Destination $Folder -Recurse }
    $script = (Merge-ModuleSource $source).Replace('#VERSION', "#$Version")
    [IO.File]::WriteAllText((Join-Path $Folder 'EcrLogin.psm1'), $script, $textWithoutMark)
}

# What the changelog says of the version, which has to be its newest.
function Get-ReleaseNote {
    param([string] $Version)

    $releases = [IO.File]::ReadAllText((Join-Path $root 'CHANGELOG.md')).Replace("`r`n", "`n") -split '(?m)^## '
    $title, $text = $releases[1] -split "`n", 2
    if ($title -notmatch "(^|\W)$([regex]::Escape($Version))(\W|$)") { throw "CHANGELOG.md begins with '$title', not with $Version." }
    $text.Trim()
}

# One file imports faster than many: the psm1's header, then the functions, each kind in the order of file names.
function Merge-ModuleSource {
    param([string] $Source)

    $parts = @(Join-Path $Source 'EcrLogin.psm1')
    foreach ($kind in 'Private', 'Public') {
        [string[]] $files = [IO.Directory]::GetFiles((Join-Path $Source $kind), '*.ps1')
        [Array]::Sort($files, [StringComparer]::Ordinal)
        $parts += $files
    }
    $shared = Read-SharedParameter (Join-Path $Source 'Shared/ConnectionParameters.ps1')
    $start = (Read-ModuleFile (Join-Path $Source 'Shared/CommandStart.ps1')) -replace '\A(#.*\n)+'
    $texts = foreach ($part in $parts) {
        Expand-CommandStart (Expand-SharedParameter (Read-ModuleFile $part) $shared) $start
    }
    ($texts -join "`n`n") + "`n"
}

function Read-ModuleFile {
    param([string] $Path)

    $text = [IO.File]::ReadAllText($Path).Replace("`r`n", "`n").Trim("`n")
    if ($text -match '[^\x00-\x7F]') { throw "$Path is not pure ASCII; Windows PowerShell 5.1 would misread it." }
    $text
}

# The help and the declarations of the shared parameters, each by its name and in order.
function Read-SharedParameter {
    param([string] $Path)

    $text = Read-ModuleFile $Path
    if ($text -notmatch '(?s)<#\n(?<help>.*?)\n#>\nparam\(\n(?<declarations>.*?)\n\)$') {
        throw "$Path does not hold help and param block."
    }
    $declarations = $Matches['declarations'] -split ',\n\n'
    $shared = [ordered]@{}
    foreach ($part in $Matches['help'] -split '\n\n(?= *\.PARAMETER )') {
        $name = [regex]::Match($part, '\.PARAMETER (\w+)').Groups[1].Value
        $shared[$name] = @{ Help = $part; Declaration = @($declarations -match "\`$$name\b( = \w+)?$")[0] }
    }
    if ($declarations.Count -ne $shared.Count) { throw "$Path does not describe what it declares." }
    $shared
}

# Puts the shared parameters where a function says <connection parameters>, all but those that it names after 'but'.
function Expand-SharedParameter {
    param([string] $Text, [Collections.IDictionary] $Shared)

    foreach ($mark in [regex]::Matches($Text, '(?m)(?<declarations>\n+ *#)? *<connection parameters(?<but> but(?: -\w+)+)?>$')) {
        $not = $mark.Groups['but'].Value -split '[ -]+'
        $wanted = foreach ($name in $Shared.Keys) { if ($name -notin $not) { $Shared[$name] } }
        # A declaration follows one of the function's own.
        $lines = if ($mark.Groups['declarations'].Success) { ",`n`n" + ($wanted.Declaration -join ",`n`n") } else { $wanted.Help -join "`n`n" }
        $Text = $Text.Replace($mark.Value, $lines)
    }
    $Text
}

# Puts the lines that every command starts with where a function says <command start>, as deep as it stands there.
function Expand-CommandStart {
    param([string] $Text, [string] $Start)

    foreach ($mark in [regex]::Matches($Text, '(?m)^(?<depth> *)# <command start>$')) {
        $Text = $Text.Replace($mark.Value, ($Start -replace '(?m)^(?=.)', $mark.Groups['depth'].Value))
    }
    $Text
}
