# The help of the commands as Get-Help reads it: EcrLogin-VERSION.dll-Help.xml.

# Puts the help beside the about topic of a built module.
function Add-ModuleHelp {
    param([string] $Folder, [string] $Assembly)

    $help = Get-CommandHelp -Assembly $Assembly -Comments (Get-CommentFile $Assembly)
    $path = Join-Path $Folder "en-US/$([IO.Path]::GetFileName($Assembly))-Help.xml"
    [IO.File]::WriteAllText($path, ((ConvertTo-Maml $help) -join "`n") + "`n", $textWithoutMark)
}

# The lines of the file.
function ConvertTo-Maml {
    param([object[]] $Command)

    '<?xml version="1.0" encoding="utf-8"?>'
    '<helpItems schema="maml" xmlns="http://msh" xmlns:maml="http://schemas.microsoft.com/maml/2004/10" xmlns:command="http://schemas.microsoft.com/maml/dev/command/2004/10" xmlns:dev="http://schemas.microsoft.com/maml/dev/2004/10">'
    foreach ($one in $Command) { ConvertTo-CommandElement $one }
    '</helpItems>'
}

function ConvertTo-CommandElement {
    param([object] $Command)

    $verb, $noun = $Command.Name -split '-', 2
    '<command:command>'
    '<command:details>'
    "<command:name>$($Command.Name)</command:name><command:verb>$verb</command:verb><command:noun>$noun</command:noun>"
    ConvertTo-ParagraphElement 'maml:description' $Command.Synopsis -Width 80
    '</command:details>'
    ConvertTo-ParagraphElement 'maml:description' $Command.Description
    '<command:syntax>'
    foreach ($set in $Command.Syntax) {
        "<command:syntaxItem><maml:name>$($Command.Name)</maml:name>"
        foreach ($parameter in $set) { ConvertTo-ParameterElement $parameter -InSyntax }
        '</command:syntaxItem>'
    }
    '</command:syntax>'
    '<command:parameters>'
    foreach ($parameter in $Command.Parameters) { ConvertTo-ParameterElement $parameter }
    '</command:parameters>'
    '<command:inputTypes>'
    foreach ($typed in $Command.Inputs) { ConvertTo-TypedElement 'command:inputType' $typed }
    '</command:inputTypes>'
    '<command:returnValues>'
    foreach ($typed in $Command.Outputs) { ConvertTo-TypedElement 'command:returnValue' $typed }
    '</command:returnValues>'
    '<maml:alertSet>'
    ConvertTo-ParagraphElement 'maml:alert' $Command.Notes
    '</maml:alertSet>'
    '<command:examples>'
    for ($i = 0; $i -lt $Command.Examples.Count; $i++) {
        "<command:example><maml:title>-------------------------- Example $($i + 1) --------------------------</maml:title>"
        "<dev:code>$(ConvertTo-XmlText $Command.Examples[$i].Code)</dev:code>"
        ConvertTo-ParagraphElement 'dev:remarks' $Command.Examples[$i].Remarks
        '</command:example>'
    }
    '</command:examples>'
    '<command:relatedLinks>'
    foreach ($link in $Command.Links) {
        $text = if ($link.Text) { $link.Text } else { 'Online:' }
        "<maml:navigationLink><maml:linkText>$(ConvertTo-XmlText $text)</maml:linkText><maml:uri>$(ConvertTo-XmlText $link.Uri)</maml:uri></maml:navigationLink>"
    }
    '</command:relatedLinks>'
    '</command:command>'
}

# A parameter in the list of all, or, shorter, in a line of the syntax.
function ConvertTo-ParameterElement {
    param([object] $Parameter, [switch] $InSyntax)

    $required = "$($Parameter.Required)".ToLowerInvariant()
    $pipeline = if ($Parameter.Pipeline) { "True ($($Parameter.Pipeline -join ', '))" } else { 'False' }
    $aliases = if ($Parameter.Aliases) { $Parameter.Aliases -join ', ' } else { 'none' }
    "<command:parameter required=`"$required`" variableLength=`"true`" globbing=`"false`" pipelineInput=`"$pipeline`" position=`"$($Parameter.Position)`" aliases=`"$aliases`">"
    "<maml:name>$($Parameter.Name)</maml:name>"
    if (-not $InSyntax) { ConvertTo-ParagraphElement 'maml:description' $Parameter.Words -Width 68 }
    if ($InSyntax -and $Parameter.Values) {
        '<command:parameterValueGroup>'
        foreach ($value in $Parameter.Values) { "<command:parameterValue required=`"false`" variableLength=`"false`">$(ConvertTo-XmlText $value)</command:parameterValue>" }
        '</command:parameterValueGroup>'
    } elseif (-not $InSyntax -or -not $Parameter.IsSwitch) {
        "<command:parameterValue required=`"true`" variableLength=`"false`">$($Parameter.Type)</command:parameterValue>"
    }
    if (-not $InSyntax) {
        "<dev:type><maml:name>$($Parameter.Type)</maml:name><maml:uri /></dev:type>"
        "<dev:defaultValue>$(ConvertTo-XmlText $Parameter.Default)</dev:defaultValue>"
    }
    '</command:parameter>'
}

function ConvertTo-TypedElement {
    param([string] $Name, [object] $Typed)

    "<$Name><dev:type><maml:name>$(ConvertTo-XmlText $Typed.Type)</maml:name><maml:uri /></dev:type>"
    ConvertTo-ParagraphElement 'maml:description' $Typed.Text
    "</$Name>"
}

# In lines that fit 80 columns behind Get-Help's indentation: what is longer it breaks in the middle of words.
function ConvertTo-ParagraphElement {
    param([string] $Name, [string[]] $Text, [int] $Width = 72)

    "<$Name>"
    foreach ($paragraph in $Text) { "<maml:para>$(ConvertTo-XmlText ((Split-Paragraph $paragraph $Width) -join "`n"))</maml:para>" }
    "</$Name>"
}

function Split-Paragraph {
    param([string] $Text, [int] $Width)

    $line = ''
    foreach ($word in $Text -split ' ') {
        if ($line -and $line.Length + 1 + $word.Length -gt $Width) {
            $line
            $line = ''
        }
        $line = "$line $word".TrimStart()
    }
    $line
}

function ConvertTo-XmlText {
    param([string] $Text)

    [Security.SecurityElement]::Escape($Text)
}
