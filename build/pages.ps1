# Pages in Markdown, made from the help of the commands and from the about topic.

# Every page by its path below docs/, as the module in a folder has it.
function Get-HelpPage {
    param([string] $ModuleFolder)

    $assembly = (Get-Item -Path (Join-Path $ModuleFolder 'EcrLogin-*.dll')).FullName
    $commands = Get-CommandHelp -Assembly $assembly -Comments (Get-CommentFile $assembly)
    $pages = [ordered]@{ 'commands/README.md' = ConvertTo-IndexPage $commands }
    foreach ($command in $commands) { $pages["commands/$($command.Name).md"] = ConvertTo-CommandPage $command }
    $topic = [IO.File]::ReadAllLines((Join-Path $ModuleFolder 'en-US/about_EcrLogin.help.txt'))
    $pages['about_EcrLogin.md'] = ConvertTo-TopicPage $topic
    $pages
}

function ConvertTo-IndexPage {
    param([object[]] $Command)

    $rows = foreach ($one in $Command) { "| [$($one.Name)]($($one.Name).md) | $(ConvertTo-Prose $one.Synopsis) |" }
    Join-Page @(
        '# Commands'
        "| Command | What it does |`n|---|---|`n$($rows -join "`n")"
        'Credentials, Region, security, environment variables and troubleshooting: [about_EcrLogin](../about_EcrLogin.md).'
    )
}

function ConvertTo-CommandPage {
    param([object] $Command)

    Join-Page @(
        "# $($Command.Name)"
        ConvertTo-Prose $Command.Synopsis
        if ($Command.Aliases) { "Alias: $(ConvertTo-Span $Command.Aliases)" }
        '## Syntax'
        ($Command.Syntax | ForEach-Object { ConvertTo-Fence (Get-SyntaxText $Command.Name $_) }) -join "`n`n"
        '## Description'
        $Command.Description | ForEach-Object { ConvertTo-Prose $_ }
        '## Examples'
        foreach ($example in $Command.Examples) {
            ConvertTo-Fence $example.Code 'powershell'
            $example.Remarks | ForEach-Object { ConvertTo-Prose $_ }
        }
        if ($Command.Parameters) { '## Parameters' }
        foreach ($parameter in $Command.Parameters) {
            "### -$($parameter.Name)"
            $parameter.Words | ForEach-Object { ConvertTo-Prose $_ }
            Get-FactLine $parameter
        }
        '## Inputs'
        $Command.Inputs | ForEach-Object { ConvertTo-TypedLine $_ }
        '## Outputs'
        $Command.Outputs | ForEach-Object { ConvertTo-TypedLine $_ }
        '## Notes'
        $Command.Notes | ForEach-Object { ConvertTo-Prose $_ }
        '## See also'
        ($Command.Links | Where-Object { -not $_.Uri } | ForEach-Object { ConvertTo-LinkLine $_.Text }) -join "`n"
    )
}

function Get-SyntaxText {
    param([string] $Name, [object[]] $Parameter)

    $words = @(
        foreach ($one in $Parameter) {
            $shown = if ($one.Position -ne 'named') { "[-$($one.Name)]" } else { "-$($one.Name)" }
            if (-not $one.IsSwitch) { $shown += " <$($one.Type)>" }
            if ($one.Required) { $shown } else { "[$shown]" }
        }
        '[<CommonParameters>]'
    )
    $line = $Name
    $lines = foreach ($word in $words) {
        if ($line.Length + $word.Length -gt 98) {
            $line
            $line = '   '
        }
        $line += " $word"
    }
    (@($lines) + $line) -join "`n"
}

function Get-FactLine {
    param([object] $Parameter)

    @(
        "Type ``$($Parameter.Type)``"
        if ($Parameter.Values) { "one of $($Parameter.Values -join ', ')" }
        if ($Parameter.Aliases) { "alias $(ConvertTo-Span $Parameter.Aliases)" }
        if ($Parameter.Position -ne 'named') { "position $($Parameter.Position)" }
        if ($Parameter.Pipeline) { "from the pipeline $($Parameter.Pipeline -join ' and ' -creplace 'ByValue', 'by value' -creplace 'ByPropertyName', 'by property name')" }
        if ($Parameter.Default -notin 'None', 'False') { "default $(ConvertTo-Prose $Parameter.Default)" }
    ) -join '; '
}

function ConvertTo-TypedLine {
    param([object] $Typed)

    "``$($Typed.Type)``: $(ConvertTo-Prose $Typed.Text)"
}

function ConvertTo-Span {
    param([string[]] $Name)

    ($Name | ForEach-Object { "``$_``" }) -join ', '
}

function ConvertTo-LinkLine {
    param([string] $Name)

    $folder = if ($Name -like 'about_*') { '../' }
    "- [$Name]($folder$Name.md)"
}

# Text with nothing in it that Markdown would read as more than text.
function ConvertTo-Prose {
    param([string] $Text)

    $Text.Trim() -replace '([\\`*<>\[\]~])', '\$1' -replace '(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])', '\_'
}

function ConvertTo-Fence {
    param([string] $Text, [string] $Language)

    '```{0}{1}{2}{1}```' -f $Language, "`n", $Text.Trim("`n")
}

function Join-Page {
    param([string[]] $Blocks)

    $text = @('<!-- Made by ./build.ps1 docs from the help of the module. -->') + ($Blocks | Where-Object { $_ }) -join "`n`n"
    $text.Replace("`r", '') + "`n"
}

# The about topic: headings at the margin, text four deep, terms explained on deeper lines right below them, and after
# an empty line eight deep what stands as it is: tables, and lines to type after PS>.
function ConvertTo-TopicPage {
    param([string[]] $Lines)

    $text = ($Lines -join "`n") -replace '(?s)\nSee also\n.*'
    $blocks = foreach ($block in $text.Trim("`n") -split '\n\n+') { ConvertTo-TopicBlock $block }
    Join-Page (@($blocks) + '## See also' + '[The commands](commands/README.md)')
}

function ConvertTo-TopicBlock {
    param([string] $Block)

    $heading, $rest = $Block -split '\n', 2
    if ($heading -eq 'Topic') { return "# $($rest.Trim())" }
    if ($heading -match '^\S') {
        # The descriptions follow the title without more words.
        if ($heading -notmatch ' description$') { "## $heading" }
        if (-not $rest) { return }
        $Block = $rest
    }
    if ($Block -match '^ {8}PS> ') {
        ConvertTo-Fence ($Block -replace '(?m)^ {8}(PS>|>>) ') 'powershell'
    } elseif ($Block -match '^ {8}') {
        ConvertTo-Fence ($Block -replace '(?m)^ {8}')
    } elseif ($Block -match '^ {4}\S.*\n {8}') {
        # Each term, and its explanation.
        foreach ($term in $Block -split '\n(?= {4}\S)') {
            $name, $text = $term.Trim() -split '\n', 2
            "- **$(ConvertTo-Prose $name)**: $((ConvertTo-Prose ($text -replace '(?m)^ +')) -replace '\n', "`n  ")"
        }
    } else {
        ConvertTo-Prose ($Block -replace '(?m)^ {4}')
    }
}
