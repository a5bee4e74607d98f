# Pages in Markdown, made from the help of the commands and from the about topic.

# Every page by its path below docs/, as the module in a folder has it. The module is imported; help loads no library.
function Get-HelpPage {
    param([string] $ModuleFolder)

    Import-Module -Name (Join-Path $ModuleFolder 'EcrLogin.psd1')
    $commands = @(Get-Command -Module EcrLogin -CommandType Function | Sort-Object Name)
    $pages = [ordered]@{ 'commands/README.md' = ConvertTo-IndexPage $commands }
    foreach ($command in $commands) { $pages["commands/$($command.Name).md"] = ConvertTo-CommandPage $command }
    $topic = [IO.File]::ReadAllLines((Join-Path $ModuleFolder 'en-US/about_EcrLogin.help.txt'))
    $pages['about_EcrLogin.md'] = ConvertTo-TopicPage $topic
    $pages
}

function ConvertTo-IndexPage {
    param([object[]] $Commands)

    $rows = foreach ($command in $Commands) {
        "| [$($command.Name)]($($command.Name).md) | $(ConvertTo-Prose (Get-HelpContent $command).Synopsis) |"
    }
    Join-Page @(
        '# Commands'
        "| Command | What it does |`n|---|---|`n$($rows -join "`n")"
        'Credentials, Region, security, environment variables and troubleshooting: [about_EcrLogin](../about_EcrLogin.md).'
    )
}

function ConvertTo-CommandPage {
    param([Management.Automation.FunctionInfo] $Command)

    $help = Get-HelpContent $Command
    $parameters = @(Get-OwnParameter $Command)
    Join-Page @(
        "# $($Command.Name)"
        ConvertTo-Prose $help.Synopsis
        Get-AliasLine $Command
        '## Syntax'
        ConvertTo-Fence (Get-SyntaxText $Command.Name $parameters)
        '## Description'
        ConvertTo-Prose $help.Description
        '## Examples'
        foreach ($example in $help.Examples) {
            # Code, an empty line, then what it does.
            $code, $remark = $example.Trim() -split '\n\n', 2
            ConvertTo-Fence $code 'powershell'
            ConvertTo-Prose $remark
        }
        if ($parameters) { '## Parameters' }
        foreach ($parameter in $parameters) {
            $text = $help.Parameters[$parameter.Name.ToUpperInvariant()]
            # PowerShell's own -WhatIf and -Confirm have no help of ours.
            if (-not $text) { continue }
            "### -$($parameter.Name)"
            ConvertTo-Prose $text
            Get-ParameterFact $parameter
        }
        '## Inputs'
        foreach ($text in $help.Inputs) { ConvertTo-Prose $text }
        '## Outputs'
        foreach ($text in $help.Outputs) { ConvertTo-Prose $text }
        '## Notes'
        ConvertTo-Prose $help.Notes
        '## See also'
        ($help.Links | Where-Object { $_.Trim() -notmatch '^https:' } | ForEach-Object { ConvertTo-LinkLine $_.Trim() }) -join "`n"
    )
}

function Get-HelpContent {
    param([Management.Automation.FunctionInfo] $Command)

    $Command.ScriptBlock.Ast.GetHelpContent()
}

function Get-OwnParameter {
    param([Management.Automation.FunctionInfo] $Command)

    $common = [Management.Automation.PSCmdlet]::CommonParameters
    $Command.Parameters.Values | Where-Object { $_.Name -notin $common }
}

function Get-AliasLine {
    param([Management.Automation.FunctionInfo] $Command)

    $aliases = @(Get-Alias -Definition $Command.Name -ErrorAction Ignore | ForEach-Object { "``$($_.Name)``" })
    if ($aliases) { "Alias: $($aliases -join ', ')" }
}

# All parameters are optional: what a command needs depends on the others.
function Get-SyntaxText {
    param([string] $Name, [Management.Automation.ParameterMetadata[]] $Parameters)

    $words = @(
        foreach ($parameter in $Parameters) {
            $position = $parameter.ParameterSets['__AllParameterSets'].Position
            $shown = if ($position -ge 0) { "[-$($parameter.Name)]" } else { "-$($parameter.Name)" }
            if ($parameter.SwitchParameter) { "[$shown]" } else { "[$shown <$($parameter.ParameterType.Name)>]" }
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

function Get-ParameterFact {
    param([Management.Automation.ParameterMetadata] $Parameter)

    $set = $Parameter.ParameterSets['__AllParameterSets']
    $values = @($Parameter.Attributes | Where-Object { $_ -is [Management.Automation.ValidateSetAttribute] } | ForEach-Object ValidValues)
    $pipeline = @(if ($set.ValueFromPipeline) { 'by value' }; if ($set.ValueFromPipelineByPropertyName) { 'by property name' })
    @(
        "Type ``$($Parameter.ParameterType.Name)``"
        if ($values) { "one of $($values -join ', ')" }
        if ($set.Position -ge 0) { "position $($set.Position)" }
        if ($pipeline) { "from the pipeline $($pipeline -join ' and ')" }
    ) -join '; '
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
