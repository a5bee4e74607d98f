# The help of the commands as objects, from what the compiler keeps of the comments in the sources and from what
# PowerShell says of the commands. build/maml.ps1 makes Get-Help's file of it.

# PowerShell's own parameters, which no source of ours describes.
$ownText = @{
    WhatIf  = 'Says what the command would do, and does none of it.'
    Confirm = 'Asks before each thing that the command would do.'
}

# An object for each command, sorted. Comments is the compiler's XML. What has no text is an error, and text for a
# parameter that there is none of.
function Get-CommandHelp {
    param([string] $Assembly, [string] $Comments)

    $texts = Read-Comment $Comments
    $used = New-Object 'Collections.Generic.HashSet[string]'
    # From its bytes: the file stays free to be built anew.
    $types = [Reflection.Assembly]::Load([IO.File]::ReadAllBytes($Assembly)).GetExportedTypes()
    $commands = foreach ($type in $types) {
        $cmdlet = Get-TypeAttribute $type 'CmdletAttribute'
        if (-not $cmdlet) { continue }
        $command = New-CommandHelp -Type $type -Cmdlet $cmdlet -Text $texts -Used $used
        Assert-Complete $command $cmdlet.HelpUri
        $command
    }
    $surplus = @($types | Get-PropertyId | Where-Object { $texts.ContainsKey($_) -and -not $used.Contains($_) })
    if ($surplus) { throw "There is help for what is no parameter: $($surplus -join ', ')" }
    $commands | Sort-Object Name
}

# The ids of what could be a parameter: the public properties of commands and of what they are derived from.
filter Get-PropertyId {
    if (-not [Management.Automation.Cmdlet].IsAssignableFrom($_)) { return }
    foreach ($property in $_.GetProperties('Public, Instance, DeclaredOnly')) { "P:$($_.FullName).$($property.Name)" }
}

# What the compiler kept of the comments of an assembly, as long as the assembly is of the last build.
function Get-CommentFile {
    param([string] $Assembly)

    Join-Path $root "output/dotnet/bin/Release/netstandard2.0/$([IO.Path]::GetFileNameWithoutExtension($Assembly)).xml"
}

# The elements of the compiler's file, by the ids of what they are about.
function Read-Comment {
    param([string] $Path)

    Add-Type -AssemblyName System.Xml.Linq
    $texts = New-Object 'Collections.Generic.Dictionary[string,Xml.Linq.XElement]'
    foreach ($member in [Xml.Linq.XDocument]::Load($Path, 'PreserveWhitespace').Root.Element('members').Elements()) {
        $texts[$member.Attribute('name').Value] = $member
    }
    , $texts
}

function Get-TypeAttribute {
    param([type] $Type, [string] $Name)

    $Type.GetCustomAttributes($false) | Where-Object { $_.GetType().Name -eq $Name } | Select-Object -First 1
}

function New-CommandHelp {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'An object.')]
    param([type] $Type, [object] $Cmdlet, [object] $Text, [object] $Used)

    $name = "$($Cmdlet.VerbName)-$($Cmdlet.NounName)"
    if (-not $Text.ContainsKey("T:$($Type.FullName)")) { throw "$name has no help." }
    $element = $Text["T:$($Type.FullName)"]
    $sets = @((New-Object Management.Automation.CmdletInfo $name, $Type).ParameterSets)
    $parameters = [ordered]@{}
    foreach ($set in $sets) {
        foreach ($parameter in Select-OwnParameter $set) {
            if ($parameters.Contains($parameter.Name)) { continue }
            $parameters[$parameter.Name] = New-ParameterHelp -Type $Type -Parameter $parameter -Text $Text -Used $Used
        }
    }
    $alias = Get-TypeAttribute $Type 'AliasAttribute'
    [pscustomobject]@{
        Name        = $name
        Aliases     = @(if ($alias) { $alias.AliasNames })
        Synopsis    = (Get-Paragraph $element 'summary') -join ' '
        Description = @(Get-Paragraph $element 'remarks')
        # A list of parameters for each set.
        Syntax      = @(foreach ($set in $sets) { , @(Select-OwnParameter $set | ForEach-Object { $parameters[$_.Name] } | Where-Object Shown) })
        Parameters  = @($parameters.Values | Where-Object Shown)
        Inputs      = @(Get-TypedText $element 'inputs')
        Outputs     = @(Get-TypedText $element 'outputs')
        Notes       = @(Get-Paragraph $element 'notes')
        Examples    = @(foreach ($example in $element.Elements('example')) {
                [pscustomobject]@{ Code = Get-Code $example.Element('code').Value; Remarks = @($example.Elements('para') | ForEach-Object { Get-Line $_ }) }
            })
        Links       = @(foreach ($link in $element.Elements('seealso')) {
                [pscustomobject]@{ Uri = Get-XmlAttribute $link 'href'; Text = Get-Line $link }
            })
    }
}

function Assert-Complete {
    param([object] $Command, [string] $HelpUri)

    foreach ($part in 'Synopsis', 'Description', 'Examples', 'Inputs', 'Outputs', 'Notes', 'Links') {
        if (-not $Command.$part) { throw "The help of $($Command.Name) has no $($part.ToLowerInvariant())." }
    }
    if ($Command.Examples | Where-Object { -not $_.Code -or -not $_.Remarks }) {
        throw "The help of $($Command.Name) has an example without code or without words."
    }
    if ($Command.Links[0].Uri -ne $HelpUri) { throw "The first link of $($Command.Name) is not its HelpUri." }
}

# All parameters but those that every command has, the positional ones first.
function Select-OwnParameter {
    param([object] $Set)

    $own = $Set.Parameters | Where-Object { $_.Name -notin [Management.Automation.PSCmdlet]::CommonParameters }
    $own | Where-Object { $_.Position -ge 0 } | Sort-Object Position
    $own | Where-Object { $_.Position -lt 0 }
}

function New-ParameterHelp {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'An object.')]
    param([type] $Type, [Management.Automation.CommandParameterInfo] $Parameter, [object] $Text, [object] $Used)

    $name = $Parameter.Name
    $words = @($ownText[$name])
    $default = $null
    if (-not $words[0]) {
        $element = Find-ParameterComment $Type $name $Text
        $words = @(if ($element) { Get-Paragraph $element 'summary' })
        if (-not $words) { throw "-$name of $($Type.Name) has no help." }
        $null = $Used.Add($element.Attribute('name').Value)
        $default = $element.Element('value')
    }
    $isSwitch = $Parameter.ParameterType -eq [switch]
    $attributes = $Parameter.Attributes
    [pscustomobject]@{
        Name     = $name
        Words    = $words
        Type     = Get-TypeName $Parameter.ParameterType
        IsSwitch = $isSwitch
        Values   = @($attributes | Where-Object { $_ -is [Management.Automation.ValidateSetAttribute] } | ForEach-Object { $_.ValidValues })
        Default  = if ($default) { Get-Line $default } elseif ($isSwitch) { 'False' } else { 'None' }
        Required = $Parameter.IsMandatory
        Position = if ($Parameter.Position -ge 0) { "$($Parameter.Position)" } else { 'named' }
        Pipeline = @(if ($Parameter.ValueFromPipeline) { 'ByValue' }; if ($Parameter.ValueFromPipelineByPropertyName) { 'ByPropertyName' })
        Aliases  = @($Parameter.Aliases)
        Shown    = -not ($attributes | Where-Object { $_ -is [Management.Automation.ParameterAttribute] -and $_.DontShow })
    }
}

# The text stands where the parameter is declared: at the command, or at a class that it is derived from.
function Find-ParameterComment {
    param([type] $Type, [string] $Name, [object] $Text)

    for (; $Type; $Type = $Type.BaseType) {
        $id = "P:$($Type.FullName).$Name"
        if ($Text.ContainsKey($id)) { return $Text[$id] }
    }
}

# int for a number that may be left out as well.
function Get-TypeName {
    param([type] $Type)

    $inner = [Nullable]::GetUnderlyingType($Type)
    if ($inner) { $inner.Name } else { $Type.Name }
}

# The paragraphs of an element: those marked, else all of it as one.
function Get-Paragraph {
    param([Xml.Linq.XElement] $Element, [string] $Name)

    $part = $Element.Element($Name)
    if (-not $part) { return }
    $marked = @($part.Elements('para'))
    if (-not $marked) { $marked = @($part) }
    $marked | ForEach-Object { Get-Line $_ } | Where-Object { $_ }
}

# Text is broken into lines at will in the sources.
function Get-Line {
    param([Xml.Linq.XElement] $Element)

    ($Element.Value -replace '\s+', ' ').Trim()
}

# Lines to type as they stand, without what all are set in by.
function Get-Code {
    param([string] $Text)

    $lines = @($Text.Replace("`r", '').Trim("`n") -split '\n' | ForEach-Object { $_.TrimEnd() })
    while ($lines.Count -gt 1 -and -not $lines[-1]) { $lines = $lines[0..($lines.Count - 2)] }
    $depth = ($lines | Where-Object { $_ } | ForEach-Object { $_.Length - $_.TrimStart().Length } | Measure-Object -Minimum).Minimum
    ($lines | ForEach-Object { if ($_) { $_.Substring($depth) } else { '' } }) -join "`n"
}

function Get-TypedText {
    param([Xml.Linq.XElement] $Element, [string] $Name)

    foreach ($part in $Element.Elements($Name)) {
        [pscustomobject]@{ Type = Get-XmlAttribute $part 'type'; Text = Get-Line $part }
    }
}

function Get-XmlAttribute {
    param([Xml.Linq.XElement] $Element, [string] $Name)

    $attribute = $Element.Attribute($Name)
    if ($attribute) { $attribute.Value } else { '' }
}
