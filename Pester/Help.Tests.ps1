# The help in the module, and the pages and pictures that are made from it.

BeforeDiscovery {
    $root = Split-Path $PSScriptRoot
    Import-Module (Join-Path $env:ECRLOGIN_MODULE 'EcrLogin.psd1')
    $commands = @((Get-Command -Module EcrLogin -CommandType Cmdlet).Name)
    Remove-Module EcrLogin
    $pages = 'README.md', 'CONTRIBUTING.md', 'CHANGELOG.md' + @(Get-ChildItem "$root/docs" -Recurse -Filter *.md |
            ForEach-Object { $_.FullName.Substring($root.Length + 1).Replace('\', '/') })
}

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Shells.ps1
    Enter-TestEnvironment $TestDrive
    $script:root = Split-Path $PSScriptRoot
    foreach ($part in 'common', 'tools', 'services', 'help', 'pages', 'picture', 'scale') { . "$root/build/$part.ps1" }
    $script:modulePath = Copy-ToModulePath $env:ECRLOGIN_MODULE $TestDrive
    $script:topic = Get-Content "$env:ECRLOGIN_MODULE/en-US/about_EcrLogin.help.txt"

    # The parameters of a set that are not every command's, and that are to be seen.
    function Select-Parameter($Set) {
        $Set.Parameters | Where-Object {
            $_.Name -notin [Management.Automation.PSCmdlet]::CommonParameters -and
            -not ($_.Attributes | Where-Object { $_ -is [Management.Automation.ParameterAttribute] -and $_.DontShow })
        }
    }

    # What help and command both say of a parameter, in one line each.
    function Get-HelpFact($Parameter) {
        $type = if ($Parameter.type.name) { $Parameter.type.name } else { $Parameter.parameterValue }
        "$($Parameter.name) type $type, required $($Parameter.required), position $($Parameter.position), " +
        "pipeline $($Parameter.pipelineInput), aliases $($Parameter.aliases)"
    }

    function Get-CommandFact($Parameter) {
        $position = if ($Parameter.Position -ge 0) { $Parameter.Position } else { 'named' }
        $ways = @(if ($Parameter.ValueFromPipeline) { 'ByValue' }; if ($Parameter.ValueFromPipelineByPropertyName) { 'ByPropertyName' }) -join ', '
        $pipeline = if ($ways) { "True ($ways)" } else { 'False' }
        $aliases = if ($Parameter.Aliases) { $Parameter.Aliases -join ', ' } else { 'none' }
        "$($Parameter.Name) type $($Parameter.ParameterType.Name), required $("$($Parameter.IsMandatory)".ToLowerInvariant()), position $position, " +
        "pipeline $pipeline, aliases $aliases"
    }

    function Get-Text($Part) { ($Part | Out-String).Trim() }

    function Get-PageText($Path) { [IO.File]::ReadAllText("$root/$Path").Replace("`r", '') }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'The help of <_>' -ForEach $commands {
    BeforeAll {
        $script:name = $_
        $script:help = Get-Help $_ -Full
    }

    It 'has a synopsis, a description, inputs, outputs and notes' {
        $help.Synopsis.Trim() | Should -Match '^[A-Z].+\.$'
        Get-Text $help.Description | Should -Not -BeNullOrEmpty
        Get-Text $help.inputTypes | Should -Not -BeNullOrEmpty
        Get-Text $help.returnValues | Should -Not -BeNullOrEmpty
        Get-Text $help.alertSet | Should -Not -BeNullOrEmpty
    }

    It 'says in its notes where the password can be seen' {
        Get-Text $help.alertSet | Should -Match 'command line|history|transcript'
    }

    It 'has at least four examples, each explained, and none that Get-Help takes for a prompt' {
        $help.examples.example.Count | Should -BeGreaterOrEqual 4
        foreach ($example in $help.examples.example) {
            Get-Text $example.remarks | Should -Not -BeNullOrEmpty
        }
        foreach ($example in $help.examples.example) { ($example.code.Trim() -split '\n')[0] | Should -Not -Match '>' }
    }

    It 'describes each parameter and no other, as the command has it' {
        $ours = @{}
        foreach ($set in (Get-Command $name).ParameterSets) { foreach ($one in Select-Parameter $set) { $ours[$one.Name] = Get-CommandFact $one } }
        $described = @($help.parameters.parameter | Where-Object { $_ })
        $described | ForEach-Object { Get-HelpFact $_ } | Sort-Object | Should -BeExactly ($ours.Values | Sort-Object)
        foreach ($parameter in $described) { Get-Text $parameter.description | Should -Match '(?s)^[A-Z].+\.$' -Because $parameter.name }
    }

    It 'breaks no word of its paragraphs at 80 columns' {
        $shown = (Get-Help $name -Full | Out-String -Width 80) -replace '\s+', ' '
        $paragraphs = @($help.Description.Text) + @($help.alertSet.alert.Text) + @($help.parameters.parameter | ForEach-Object { $_.description.Text })
        foreach ($paragraph in $paragraphs -ne $null) {
            $shown.Contains(($paragraph -replace '\s+', ' ').Trim()) | Should -BeTrue -Because $paragraph
        }
    }

    It 'has the syntax of the command, set by set' {
        $sets = @((Get-Command $name).ParameterSets)
        $items = @($help.syntax.syntaxItem)
        $items.Count | Should -Be $sets.Count
        for ($i = 0; $i -lt $sets.Count; $i++) {
            $items[$i].name | Should -BeExactly $name
            $there = @($items[$i].parameter | Where-Object { $_ } | ForEach-Object { "$($_.name) required $($_.required) position $($_.position)" })
            $wanted = @(Select-Parameter $sets[$i] | ForEach-Object {
                    "$($_.Name) required $("$($_.IsMandatory)".ToLowerInvariant()) position $(if ($_.Position -ge 0) { $_.Position } else { 'named' })"
                })
            $there | Sort-Object | Should -BeExactly ($wanted | Sort-Object)
            @($there -notmatch 'named$') | Should -BeExactly @($wanted -notmatch 'named$' | Sort-Object { $_[-1] })
        }
    }

    It 'tells the default of each parameter: what it is where nobody says otherwise' {
        foreach ($parameter in $help.parameters.parameter | Where-Object { $_ }) {
            $type = (Get-Command $name).Parameters[$parameter.name].ParameterType
            $default = switch ($type.Name) {
                'SwitchParameter' { 'False' }
                'Double' { if ($parameter.name -eq 'ToolTimeoutSec') { '120' } else { '60' } }
                'TimeSpan' { if ($parameter.name -eq 'CacheDuration') { '06:00:00' } else { '00:30:00' } }
                'Int32' { '32' }
                default { 'None' }
            }
            $parameter.defaultValue | Should -BeExactly $default -Because $parameter.name
        }
    }

    It 'says of each parameter by itself what it says of all' {
        foreach ($parameter in $help.parameters.parameter | Where-Object { $_ }) {
            $alone = Get-Help $name -Parameter $parameter.name
            $alone.name | Should -BeExactly $parameter.name
            Get-Text $alone.description | Should -BeExactly (Get-Text $parameter.description)
        }
    }

    It 'describes -WhatIf and -Confirm where the command has them' {
        foreach ($parameter in 'WhatIf', 'Confirm') {
            $has = (Get-Command $name).Parameters.ContainsKey($parameter)
            $has | Should -Be ($name -in 'Clear-ECRTokenCache', 'Connect-ECRRegistry', 'Disconnect-ECRRegistry', 'Install-ECRCredentialHelper', 'New-ECRKubeletConfig', 'Uninstall-ECRCredentialHelper')
            $described = @($help.parameters.parameter | Where-Object name -EQ $parameter)
            $described.Count | Should -Be ([int]$has)
            if ($has) { Get-Text $described[0].description | Should -Match 'the command would do' -Because $parameter }
        }
    }

    It 'leads to its page, to commands that there are, and to the about topic' {
        $links = $help.relatedLinks.navigationLink
        $first, $others = @($links | ForEach-Object { if ($_.uri) { $_.uri } else { $_.linkText } })
        $first | Should -BeExactly "https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/$name.md"
        $others | Should -Contain 'about_EcrLogin'
        foreach ($other in $others -ne 'about_EcrLogin') { (Get-Command $other).Source | Should -BeExactly 'EcrLogin' }
    }

    It 'fits into 80 columns, but for lines to type' {
        $lines = (Get-Help $name -Full | Out-String -Width 80) -split '\r?\n'
        $lines.Count | Should -BeGreaterThan 50
        $lines | Where-Object { $_.Length -gt 80 -and $_ -notmatch '[|$]|https://|(Get|Connect|Disconnect)-ECR' } | Should -BeNullOrEmpty
    }

    It 'is there where the module is on the path and not imported' {
        $before = $env:PSModulePath
        $env:PSModulePath = $modulePath + [IO.Path]::PathSeparator + $before
        try {
            Invoke-InProcess "(Get-Help $name).Synopsis" | Should -BeExactly $help.Synopsis.Trim()
        } finally {
            $env:PSModulePath = $before
        }
    }
}

Describe 'The help of parameters that commands share' {
    It 'is the same at each of them' {
        $texts = @{}
        $commands = 'Get-ECRLoginCommand', 'Get-ECRAuthorizationToken', 'Get-ECRLoginPassword'
        $base = ((Get-Command Get-ECRLoginPassword).ImplementingType.BaseType.GetProperties([Reflection.BindingFlags]'Public, Instance, DeclaredOnly') |
            Where-Object { -not $_.GetCustomAttributes([Parameter], $true).DontShow }).Name
        $base.Count | Should -BeGreaterThan 15
        foreach ($command in $commands) {
            foreach ($parameter in Get-Help $command -Parameter * | Where-Object name -In $base) {
                $texts["$($parameter.name): $(Get-Text $parameter.description)"]++
            }
        }
        $texts.Count | Should -Be $base.Count
        $texts.Values | Select-Object -Unique | Should -Be $commands.Count
    }
}

Describe 'The about topic' {
    It 'is found by Get-Help where the module is on the path' {
        $before = $env:PSModulePath
        $env:PSModulePath = $modulePath + [IO.Path]::PathSeparator + $before
        try {
            Remove-Module EcrLogin
            Get-Help about_EcrLogin | Should -Match 'Troubleshooting'
            (Get-Help about_EcrLogin).Name | Should -BeExactly 'about_EcrLogin'
        } finally {
            $env:PSModulePath = $before
            Import-Module $manifest
        }
    }

    It 'fits into 80 columns of ASCII' {
        $topic | Where-Object { $_.Length -gt 80 -or $_ -match '[^\x20-\x7E]' } | Should -BeNullOrEmpty
    }

    It 'says where <_> went' -ForEach @(
        '--debug', '--endpoint-url', '--no-verify-ssl', '--no-paginate', '--output', '--query', '--profile', '--region', '--version'
        '--color', '--no-sign-request', '--ca-bundle', '--cli-read-timeout', '--cli-connect-timeout', '--cli-binary-format'
        '--no-cli-pager', '--cli-auto-prompt', '--registry-ids', '--cli-input-json', '--generate-cli-skeleton') {
        $topic -match "(^|[ ,])$_\b" | Should -Not -BeNullOrEmpty
    }

    It 'names only errors that docs/errors.md explains' {
        $codes = [regex]::Matches((Get-PageText 'docs/errors.md'), '(?m)^\| `(\w+)`') | ForEach-Object { $_.Groups[1].Value }
        $section = ($topic -join "`n") -replace '(?s)^.*\nTroubleshooting\n' -replace '(?s)\n(?=[A-Z]).*' -split '\n'
        $terms = @($section -cmatch '^ {4}[A-Z]\w+[a-z][A-Z]\w+(,| with| for|$)' -replace ' (with|for) .*' -split ',' | ForEach-Object Trim)
        $terms.Count | Should -BeGreaterThan 10
        $terms | Where-Object { $_ -notin $codes } | Should -BeNullOrEmpty
    }
}

Describe 'What is made from the help' {
    It 'is what ./build.ps1 docs makes now' {
        $made = Get-HelpPage $env:ECRLOGIN_MODULE
        $there = Get-ChildItem "$root/docs/commands" | ForEach-Object { "commands/$($_.Name)" }
        $there | Sort-Object | Should -BeExactly (@($made.Keys) -like 'commands/*' | Sort-Object)
        foreach ($path in $made.Keys) { Get-PageText "docs/$path" | Should -BeExactly $made[$path] -Because $path }
    }

    It 'has what is calculated of many machines as it is calculated now' {
        $text = Get-PageText 'docs/scale.md'
        Get-ScalePage $text | Should -BeExactly $text
        $text | Should -Match '\| 10,000 \| \d'
        $made = Get-ScalePicture
        foreach ($name in $made.Keys) { Get-PageText "docs/images/$name" | Should -BeExactly $made[$name] -Because $name }
    }

    It 'keeps text that Markdown would read as more' {
        ConvertTo-Prose 'Format-List *, <x> [y] $_.Z a_b `c` ~/d \e' |
            Should -BeExactly 'Format-List \*, \<x\> \[y\] $\_.Z a_b \`c\` \~/d \\e'
    }

    It 'has a picture of what the commands print now' -Tag 'Registry' {
        $made = Get-SessionPicture -ModuleFolder $env:ECRLOGIN_MODULE -LocalEcr $env:ECRLOGIN_LOCAL_ECR
        $made.Count | Should -Be 2
        foreach ($name in $made.Keys) { Get-PageText "docs/images/$name" | Should -BeExactly $made[$name] -Because $name }
    }
}

Describe 'The page <_>' -ForEach $pages {
    It 'leads to files that there are' {
        $page = $_
        $text = (Get-PageText $page) -replace '(?s)```.*?```'
        $links = [regex]::Matches($text, '(?:\]\(|(?:src|srcset)=")([^)"#]+)') | ForEach-Object { $_.Groups[1].Value }
        foreach ($link in $links | Where-Object { $_ -notmatch '^https:' }) {
            Join-Path $root (Split-Path $page) | Join-Path -ChildPath $link | Should -Exist
        }
    }
}

Describe 'The manifest' {
    BeforeAll {
        $script:data = (Import-PowerShellDataFile $manifest).PrivateData.PSData
    }

    It 'has the newest entry of the changelog as its release notes' {
        $entry = ((Get-PageText 'CHANGELOG.md') -split '(?m)^## ')[1] -split '\n', 2
        $entry[0] | Should -Match "^\[$((Get-Module EcrLogin).Version)\]\(https://\S+\) - \d{4}-\d{2}-\d{2}$"
        $data.ReleaseNotes.Replace("`r", '') | Should -BeExactly $entry[1].Trim()
    }

    It 'names files of the repository as licence and icon' {
        foreach ($uri in $data.LicenseUri, $data.IconUri) {
            $uri | Should -Match 'ecrlogin/ecrlogin/(blob/)?main/(.+)$'
            Join-Path $root ($uri -replace '^.*/main/') | Should -Exist
        }
    }
}
