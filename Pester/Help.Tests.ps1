# The help in the module, and the pages and pictures that are made from it.

BeforeDiscovery {
    $root = Split-Path $PSScriptRoot
    Import-Module (Join-Path $env:ECRLOGIN_MODULE 'EcrLogin.psd1')
    $commands = @((Get-Command -Module EcrLogin -CommandType Function).Name)
    Remove-Module EcrLogin
    $pages = 'README.md', 'CONTRIBUTING.md', 'CHANGELOG.md' + @(Get-ChildItem "$root/docs" -Recurse -Filter *.md |
            ForEach-Object { $_.FullName.Substring($root.Length + 1).Replace('\', '/') })
}

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    Enter-TestEnvironment $TestDrive
    $script:root = Split-Path $PSScriptRoot
    foreach ($part in 'common', 'tools', 'services', 'pages', 'picture') { . "$root/build/$part.ps1" }
    $script:topic = Get-Content "$env:ECRLOGIN_MODULE/en-US/about_EcrLogin.help.txt"

    # Those that PowerShell adds by itself.
    $script:common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters

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
        foreach ($example in (Get-Command $name).ScriptBlock.Ast.GetHelpContent().Examples) {
            ($example.Trim() -split '\n')[0] | Should -Not -Match '>'
        }
    }

    It 'describes each parameter, with its aliases' {
        foreach ($parameter in (Get-Command $name).Parameters.Values | Where-Object Name -NotIn $common) {
            $text = Get-Text ($help.parameters.parameter | Where-Object name -EQ $parameter.Name).description
            $text | Should -Not -BeNullOrEmpty -Because $parameter.Name
            $said = [regex]::Match($text, '\bAlias(es)?:\s([\w,\s]+)\.$').Groups[2].Value -split ',\s+' | Where-Object { $_ }
            @($said) | Should -BeExactly @($parameter.Aliases) -Because $parameter.Name
        }
    }

    It 'leads to its page, to commands that there are, and to the about topic' {
        $links = $help.relatedLinks.navigationLink
        $first, $others = @($links | ForEach-Object { "$($_.uri)$($_.linkText)".Trim() })
        $first | Should -BeExactly "https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/$name.md"
        $others | Should -Contain 'about_EcrLogin'
        foreach ($other in $others -ne 'about_EcrLogin') { (Get-Command $other).Source | Should -BeExactly 'EcrLogin' }
    }

    It 'fits into 80 columns, but for lines to type' {
        $text = (Get-Command $name).ScriptBlock.Ast.Extent.Text -replace '(?s)#>.*'
        $text -split '\n' | Where-Object { $_.Length -gt 80 -and $_ -notmatch '[|$]|https://|(Get|Connect|Disconnect)-ECR' } | Should -BeNullOrEmpty
    }
}

Describe 'The about topic' {
    It 'is found by Get-Help where the module is on the path' {
        $before = $env:PSModulePath
        $env:PSModulePath = (Split-Path (Split-Path $env:ECRLOGIN_MODULE)) + [IO.Path]::PathSeparator + $before
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
