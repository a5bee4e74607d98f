BeforeDiscovery {
    $sources = Get-ChildItem (Join-Path $PSScriptRoot '../ps-module') -Recurse -File |
        ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } }
    $scripts = $sources | Where-Object { $_.Name -match '\.ps[md]?1$' }
}

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Sources.ps1
    . $PSScriptRoot/Support/Shells.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    Use-EcrSetting
    $script:root = Split-Path $PSScriptRoot
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'The manifest' {
    It 'is valid' {
        $warnings = $null
        $module = Test-ModuleManifest $manifest -WarningVariable warnings
        $module.Name | Should -Be 'EcrLogin'
        $warnings | Should -BeNullOrEmpty
    }

    It 'exports just the files of Public/' {
        $public = Get-ChildItem (Join-Path $root 'ps-module/Public') -Filter *.ps1 | ForEach-Object BaseName
        (Import-PowerShellDataFile $manifest).FunctionsToExport | Sort-Object | Should -BeExactly ($public | Sort-Object)
        (Get-Command -Module EcrLogin -CommandType Function, Cmdlet).Name | Sort-Object | Should -BeExactly ($public | Sort-Object)
        (Get-Module EcrLogin).ExportedAliases.Keys | Sort-Object |
            Should -BeExactly ((Import-PowerShellDataFile $manifest).AliasesToExport | Sort-Object)
        (Get-Module EcrLogin).ExportedVariables.Count | Should -Be 0
    }

    It 'is of the version of Cargo.toml and of the library' {
        $cargo = [regex]::Match((Get-Content (Join-Path $root 'Cargo.toml') -Raw), '(?m)^version = "(.+)"').Groups[1].Value
        (Import-PowerShellDataFile $manifest).ModuleVersion | Should -BeExactly $cargo
        $null = Get-ECRLoginCommand
        & (Get-Module EcrLogin) {
            [Runtime.InteropServices.Marshal]::PtrToStringAnsi($script:Engine.Type::ecr_login_version())
        } | Should -BeExactly $cargo
    }

    It 'serves both editions of PowerShell' {
        $data = Import-PowerShellDataFile $manifest
        $data.CompatiblePSEditions | Should -BeExactly 'Desktop', 'Core'
        $data.PowerShellVersion | Should -BeExactly '5.1'
        $data.DotNetFrameworkVersion | Should -BeExactly '4.7.2'
    }
}

Describe 'The sources' {
    It '<Name> is pure ASCII' -ForEach $sources {
        [IO.File]::ReadAllText($Path) | Should -Not -Match '[^\x00-\x7F]'
    }

    It '<Name> holds nothing that Windows PowerShell 5.1 lacks' -ForEach $scripts {
        $problems = $null
        $ast = [Management.Automation.Language.Parser]::ParseFile($Path, [ref]$null, [ref]$problems)
        $problems | Should -BeNullOrEmpty
        Get-NewerUse $ast | Should -BeNullOrEmpty
    }

    It 'would be found to hold <Code>' -ForEach @(
        @{ Code = '1 | ForEach-Object -Parallel { 1 }' }
        @{ Code = '[Runtime.InteropServices.Marshal]::PtrToStringUTF8($p)' }
        @{ Code = 'if ($IsWindows) { 1 }' }
        @{ Code = '[System.Text.Json.JsonDocument]::Parse($t)' }
        @{ Code = '[Runtime.InteropServices.NativeLibrary]::Load($p)' }
        @{ Code = 'Get-Error' }
        @{ Code = 'class Thing { }' }
    ) {
        $ast = [Management.Automation.Language.Parser]::ParseInput($Code, [ref]$null, [ref]$null)
        @(Get-NewerUse $ast).Count | Should -BeGreaterThan 0
    }

    It '<Name> holds the one function that it is named after' -ForEach ($scripts | Where-Object Path -Match '(Public|Private)') {
        $ast = [Management.Automation.Language.Parser]::ParseFile($Path, [ref]$null, [ref]$null)
        $ast.EndBlock.Statements.Count | Should -Be 1
        $ast.EndBlock.Statements[0].Name | Should -BeExactly ([IO.Path]::GetFileNameWithoutExtension($Path))
    }

    It 'bind every function of the header but the one that blocks' {
        $header = Get-Content (Join-Path $root 'rust/include/ecr_login.h') -Raw
        $declared = [regex]::Matches($header, '(?m)^[a-z][\w ]*[ *](ecr_login\w*)\(') | ForEach-Object { $_.Groups[1].Value }
        $bound = & (Get-Module EcrLogin) { (ConvertTo-EngineType 'none').GetMethods('Public, Static, DeclaredOnly').Name }
        $bound + 'ecr_login' | Sort-Object | Should -BeExactly ($declared | Sort-Object)
    }
}

Describe 'Windows PowerShell 5.1' -Tag 'Windows' {
    BeforeAll {
        $script:desktop = "$env:SystemRoot\System32\WindowsPowerShell\v1.0\powershell.exe"
    }

    It 'gets a login' {
        Invoke-InProcess "Import-Module '$manifest'; (Get-ECRLoginCommand).Password" $desktop |
            Should -BeExactly 'password-for-111122223333'
    }

    It 'does not stop at lines of -Debug' {
        $found = Invoke-InProcess "Import-Module '$manifest'; (Get-ECRLoginCommand -Debug 5>`$null).Password" $desktop
        $found | Should -BeExactly 'password-for-111122223333'
    }
}

Describe 'The environment on Windows' -Tag 'Windows' {
    It 'has names without case' {
        Use-Variable 'Aws_Region' 'eu-west-3'
        try {
            Get-ECRLoginCommand -Verbose 4>&1 | ForEach-Object { "$_" } | Should -Contain 'Region: eu-west-3'
        } finally {
            Use-Variable 'Aws_Region' $null
        }
    }
}

Describe 'What is seen on screen' {
    BeforeAll {
        $script:password = 'eyJwYXlsb2Fkfirst' + ('middle' * 20) + 'lastRFVEFfS0VZIn0='
        Use-EcrSetting @{ tokens = @{
                '111122223333' = @{ password = $password; username = "A$([char]0x202E)WS" }
                '222222222222' = @{ password = 'short-password-of-39-characters-exactly' }
                '333333333333' = @{ password = "it's a long password with a quote in it, as may be" }
            }
        }
        $script:login = Get-ECRLoginCommand
        $script:others = Get-ECRLoginCommand -RegistryId 222222222222, 333333333333
    }

    It 'is no password by <Scenario>' -ForEach @(
        @{ Scenario = 'default'; Show = { $input | Out-String -Width 4096 } }
        @{ Scenario = 'Format-List'; Show = { $input | Format-List | Out-String -Width 4096 } }
        @{ Scenario = 'Format-Table'; Show = { $input | Format-Table | Out-String -Width 4096 } }
        @{ Scenario = 'Format-Custom'; Show = { $input | Format-Custom | Out-String -Width 4096 } }
        @{ Scenario = 'text with the object in it'; Show = { $input | ForEach-Object { "$_" } } }
        @{ Scenario = 'a cast'; Show = { $input | ForEach-Object { [string]$_ } } }
        @{ Scenario = 'ToString()'; Show = { $input | ForEach-Object { $_.ToString() } } }
        @{ Scenario = '-join'; Show = { @($input) -join ' ' } }
        @{ Scenario = 'the format operator'; Show = { $input | ForEach-Object { '{0}' -f $_ } } }
        @{ Scenario = 'Write-Information'; Show = { $input | ForEach-Object { Write-Information $_ 6>&1 } } }
        @{ Scenario = 'an object from a job'; Show = {
                $input | ForEach-Object {
                    $back = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_))
                    $back | Out-String -Width 4096
                    $back | Format-Table | Out-String -Width 4096
                    "$back"
                } }
        }
    ) {
        $seen = $login, $others | ForEach-Object { $_ } | & $Show | Out-String -Width 4096
        $seen | Should -Match '111122223333\.dkr\.ecr'
        $seen | Should -Not -Match 'middle'
        $seen | Should -Not -Match 'short-password'
        $seen | Should -Not -Match 'a long password'
    }

    It 'is the shortened password in the default view, in Command too' {
        $seen = $login | Out-String -Width 4096
        $seen | Should -Match '(?m)^Password +: eyJwYXlsb2Fk\.\.\.tRFVEFfS0VZIn0=\r?$'
        $seen | Should -Match '(?m)^Command +: docker login --username AWS --password eyJwYXlsb2Fk\.\.\.tRFVEFfS0VZIn0= https://\S+\r?$'
        $seen | Should -Match '(?m)^Username .*\r?\n.*Password .*\r?\n.*ProxyEndpoint .*\r?\n.*Endpoint .*\r?\n.*ExpiresAt .*\r?\n.*Command '
    }

    It 'is *** for a password below 40 characters' {
        $seen = $others[0] | Out-String -Width 4096
        $seen | Should -Match '(?m)^Password +: \*\*\*\r?$'
        $seen | Should -Match '--password \*\*\* '
    }

    It 'is no password by Format-Wide without a property' {
        $seen = $login | Format-Wide | Out-String -Width 4096
        $seen | Should -Match 'WS'
        $seen | Should -Not -Match 'middle'
    }

    It 'holds no character that turns the reading direction' {
        $login.Username | Should -Match ([char]0x202E)
        $login | Out-String | Should -Not -Match ([char]0x202E)
        $login | Format-Table | Out-String | Should -Not -Match ([char]0x202E)
    }

    It 'is the whole password when it is asked for' {
        $login | Format-List * | Out-String -Width 4096 | Should -Match 'middle'
        $login | Select-Object Password | Out-String -Width 4096 | Should -Match 'middle'
        $login | ConvertTo-Json | Should -Match 'middle'
    }

    It 'is the registry where the object stands in a text' {
        "$login" | Should -BeExactly 'https://111122223333.dkr.ecr.us-east-1.amazonaws.com'
    }
}
