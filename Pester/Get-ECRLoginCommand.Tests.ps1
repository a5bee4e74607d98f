BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'Get-ECRLoginCommand' {
    BeforeEach {
        Use-EcrSetting
    }

    Context 'Registries' {
        It 'gets the default registry when none is named' {
            $login = Get-ECRLoginCommand
            $login.Username | Should -BeExactly 'AWS'
            $login.Password | Should -BeExactly 'password-for-111122223333'
            $login.ProxyEndpoint | Should -BeExactly 'https://111122223333.dkr.ecr.us-east-1.amazonaws.com'
            (Get-EcrCall).registry_ids | Should -BeNullOrEmpty
        }

        It 'gives each of three registries its own values, though the service answers in reverse order' {
            $ids = '111111111111', '222222222222', '333333333333'
            $tokens = @{}
            foreach ($id in $ids) { $tokens[$id] = @{ username = "user$($id[0])"; password = "secret:of:$id" } }
            Use-EcrSetting @{ order = 'reversed'; tokens = $tokens }

            $logins = Get-ECRLoginCommand -RegistryId $ids

            $logins.Count | Should -Be 3
            for ($i = 0; $i -lt 3; $i++) {
                $id = $ids[$i]
                $registry = "https://$id.dkr.ecr.us-east-1.amazonaws.com"
                $logins[$i].Username | Should -BeExactly "user$($id[0])"
                $logins[$i].Password | Should -BeExactly "secret:of:$id"
                $logins[$i].ProxyEndpoint | Should -BeExactly $registry
                $logins[$i].Endpoint | Should -BeExactly $registry
                $logins[$i].Command | Should -BeExactly "docker login --username user$($id[0]) --password secret:of:$id $registry"
            }
        }

        It 'asks for 95 piped ids in 10 calls and gives them in the order piped' {
            $ids = 95..1 | ForEach-Object { '{0:d12}' -f $_ }
            $logins = $ids | Get-ECRLoginCommand
            $logins.Password | Should -BeExactly ($ids | ForEach-Object { "password-for-$_" })
            $calls = @(Get-EcrCall)
            $calls.Count | Should -Be 10
            ($calls | ForEach-Object { $_.registry_ids.Count } | Measure-Object -Maximum -Sum).Sum | Should -Be 95
            ($calls | ForEach-Object { $_.registry_ids.Count } | Measure-Object -Maximum).Maximum | Should -Be 10
        }

        It 'puts back the zeros that PowerShell drops from a list of bare numbers' {
            $logins = Get-ECRLoginCommand -RegistryId 012345678901,123456789012
            (Get-EcrCall).registry_ids | Should -BeExactly '012345678901', '123456789012'
            $logins.Password | Should -BeExactly 'password-for-012345678901', 'password-for-123456789012'
        }

        It 'takes <Scenario>' -ForEach @(
            @{ Scenario = 'dashes'; Ids = '1234-5678-9012'; Asked = '123456789012' }
            @{ Scenario = 'a number'; Ids = 123456789012; Asked = '123456789012' }
            @{ Scenario = 'a floating number'; Ids = [double]123456789012; Asked = '123456789012' }
            @{ Scenario = 'an id that is given twice'; Ids = '123456789012', 123456789012; Asked = '123456789012' }
            @{ Scenario = 'a list in a list'; Ids = @(, @('111111111111', 222222222222)); Asked = '111111111111', '222222222222' }
        ) {
            $null = Get-ECRLoginCommand -RegistryId $Ids
            (Get-EcrCall).registry_ids | Should -BeExactly $Asked
        }

        It 'says in -Verbose that zeros were put back' {
            $record = Get-Record { Get-ECRLoginCommand -RegistryId 12345678901 -Verbose }
            $record.Verbose -match '012345678901' | Should -Not -BeNullOrEmpty
        }

        It 'takes piped <Scenario>' -ForEach @(
            @{ Scenario = 'text'; Value = '123456789012' }
            @{ Scenario = 'numbers'; Value = 123456789012 }
            @{ Scenario = 'objects with a RegistryId of text'; Value = [pscustomobject]@{ RegistryId = '123456789012' } }
            @{ Scenario = 'objects with a RegistryId that is a number'; Value = [pscustomobject]@{ RegistryId = 123456789012 } }
            @{ Scenario = 'objects with a list of RegistryIds'; Value = [pscustomobject]@{ RegistryIds = @('123456789012') } }
            @{ Scenario = 'objects with typed RegistryIds'; Value = [pscustomobject]@{ RegistryIds = [string[]]@('123456789012') } }
            @{ Scenario = 'objects with an AccountId'; Value = [pscustomobject]@{ AccountId = '123456789012' } }
            @{ Scenario = 'hashtables'; Value = @{ RegistryId = '123456789012' } }
        ) {
            $login = $Value | Get-ECRLoginCommand
            $login.Password | Should -BeExactly 'password-for-123456789012'
        }

        It 'refuses junk with all bad values before any call' {
            $record = Get-Record { 'junk', '1234567890123', '12x' | Get-ECRLoginCommand }
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidRegistryId'
            $record.Thrown.CategoryInfo.Category | Should -Be 'InvalidArgument'
            foreach ($bad in 'junk', '1234567890123', '12x') { "$($record.Thrown)" | Should -BeLike "*'$bad'*" }
            Get-EcrCall | Should -BeNullOrEmpty
        }

        It 'refuses <Scenario>' -ForEach @(
            @{ Scenario = 'an empty text'; Value = '' }
            @{ Scenario = 'a list of nothing'; Value = @('', '# none') }
            @{ Scenario = 'a fraction'; Value = 12345678901.5 }
            @{ Scenario = 'digits that are not ASCII'; Value = "$([char]0x0661)23456789012" }
        ) {
            Get-ThrownId { Get-ECRLoginCommand -RegistryId $Value } | Should -BeExactly 'EcrLogin.InvalidRegistryId'
            Get-EcrCall | Should -BeNullOrEmpty
        }

        It 'names the type alone of <Scenario>' -ForEach @(
            @{ Scenario = 'a piped object without registry id'; Value = [pscustomobject]@{ Password = 'hunter2' }; Type = 'PSCustomObject' }
            @{ Scenario = 'a hashtable without registry id'; Value = @{ Password = 'hunter2' }; Type = 'Hashtable' }
            @{ Scenario = 'an object that carries another object'; Value = [pscustomobject]@{ RegistryId = @{ Password = 'hunter2' } }; Type = 'PSCustomObject' }
            @{ Scenario = 'a truth value'; Value = $true; Type = 'System.Boolean' }
            @{ Scenario = 'a date'; Value = [datetime]::MinValue; Type = 'System.DateTime' }
        ) {
            $record = Get-Record { $Value | Get-ECRLoginCommand }
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidRegistryIdType'
            "$($record.Thrown)" | Should -BeLike "*$Type*"
            ($record.Thrown | Format-List * -Force | Out-String) | Should -Not -Match 'hunter2'
            Get-EcrCall | Should -BeNullOrEmpty
        }

        It 'makes no call and gives nothing for <Scenario>' -ForEach @(
            @{ Scenario = 'an empty pipeline'; Values = @() }
            @{ Scenario = 'a piped null'; Values = @($null) }
            @{ Scenario = 'a piped empty list'; Values = @(, @()) }
        ) {
            $Values | Get-ECRLoginCommand | Should -BeNullOrEmpty
            Get-EcrCall | Should -BeNullOrEmpty
        }

        It 'takes <Scenario> for the default registry' -ForEach @(
            @{ Scenario = 'a null'; Value = $null }
            @{ Scenario = 'an empty list'; Value = @() }
        ) {
            (Get-ECRLoginCommand -RegistryId $Value).Password | Should -BeExactly 'password-for-111122223333'
        }

        It 'gives entries that nobody asked for after the others' {
            Use-EcrSetting @{ fault = @{ kind = 'extra'; accounts = @('999999999999') } }
            $logins = Get-ECRLoginCommand -RegistryId 222222222222
            $logins.ProxyEndpoint -replace '^https://(\d+)\..*', '$1' | Should -BeExactly '222222222222', '999999999999'
        }
    }

    Context 'The object' {
        It 'has its properties in order, among them Endpoint, which is ProxyEndpoint' {
            $login = Get-ECRLoginCommand
            $login.PSObject.TypeNames[0] | Should -BeExactly 'EcrLogin.LoginCommand'
            $login.PSObject.Properties.Name |
                Should -BeExactly 'Username', 'Password', 'ProxyEndpoint', 'Endpoint', 'ExpiresAt', 'Command'
            $login.ProxyEndpoint = 'https://other.example'
            $login.Endpoint | Should -BeExactly 'https://other.example'
            { $login.Endpoint = 'https://host.example' } | Should -Throw
        }

        It 'has nothing in common with the next one' {
            $first = Get-ECRLoginCommand
            $names = [string[]]$first.PSObject.TypeNames
            $first.Password = $first.Command = 'changed'
            $first.PSObject.TypeNames.Clear()
            $first | Add-Member -NotePropertyName Added -NotePropertyValue 1
            $second = Get-ECRLoginCommand
            $second.PSObject.TypeNames | Should -BeExactly $names
            $second.PSObject.Properties.Name |
                Should -BeExactly 'Username', 'Password', 'ProxyEndpoint', 'Endpoint', 'ExpiresAt', 'Command'
            $second.Password, $second.Command | Should -Not -Contain 'changed'
        }

        It 'tells the time of expiry as local time with its fraction' {
            Use-EcrSetting @{ tokens = @{ '111122223333' = @{ expires_at = 1790000000.123 } } }
            $login = Get-ECRLoginCommand
            $login.ExpiresAt | Should -BeOfType [datetime]
            $login.ExpiresAt.Kind | Should -Be 'Local'
            $login.ExpiresAt | Should -Be ([DateTimeOffset]::FromUnixTimeMilliseconds(1790000000123).LocalDateTime)
        }

        It 'compares rightly with the present time' {
            $login = Get-ECRLoginCommand
            $login.ExpiresAt | Should -BeGreaterThan (Get-Date).AddHours(11.9)
            $login.ExpiresAt | Should -BeLessThan (Get-Date).AddHours(12.1)
        }

        It 'keeps a password that looks like a date' {
            Use-EcrSetting @{ tokens = @{ '111122223333' = @{ password = '2026-01-01T00:00:00Z' } } }
            (Get-ECRLoginCommand).Password | Should -BeExactly '2026-01-01T00:00:00Z'
        }
    }

    Context 'Command' {
        BeforeAll {
            # Stands in for the client and keeps the arguments that PowerShell gives it.
            function docker { $script:arguments = $args }
        }

        It 'runs docker alone, with its values, when the password holds <Scenario>' -ForEach @(
            @{ Scenario = 'a quote'; Password = "a'b'; `$script:ran = 1; 'c" }
            @{ Scenario = 'U+2018'; Password = "a$([char]0x2018); `$script:ran = 1; $([char]0x2018)" }
            @{ Scenario = 'U+2019'; Password = "a$([char]0x2019); `$script:ran = 1; $([char]0x2019)" }
            @{ Scenario = 'U+201A'; Password = "a$([char]0x201A); `$script:ran = 1; $([char]0x201A)" }
            @{ Scenario = 'U+201B'; Password = "a$([char]0x201B); `$script:ran = 1; $([char]0x201B)" }
            @{ Scenario = 'U+201C to U+201E'; Password = "a$([char]0x201C)$([char]0x201D)$([char]0x201E)b" }
            @{ Scenario = 'a subexpression'; Password = 'a$($script:ran = 1)b' }
            @{ Scenario = 'a variable'; Password = 'a$HOME' }
            @{ Scenario = 'a backtick'; Password = 'a`b`' }
            @{ Scenario = 'a semicolon'; Password = 'a; $script:ran = 1' }
            @{ Scenario = 'a pipe and an ampersand'; Password = 'a | b & c' }
            @{ Scenario = 'a comment'; Password = '#a' }
            @{ Scenario = 'a comma'; Password = 'a,b' }
            @{ Scenario = 'a splat'; Password = '@args' }
            @{ Scenario = 'a block'; Password = '{ $script:ran = 1 }' }
            @{ Scenario = 'a parameter'; Password = '--debug' }
            @{ Scenario = 'an end of parameters'; Password = '--' }
            @{ Scenario = 'a redirection'; Password = 'a > b' }
            @{ Scenario = 'a blank alone'; Password = ' ' }
            @{ Scenario = 'colons and base64'; Password = 'ab:cd/ef+gh==' }
            @{ Scenario = 'no-break and line separators'; Password = "a$([char]0xA0)b$([char]0x2028)c" }
            @{ Scenario = 'a Kelvin sign'; Password = "a$([char]0x212A)b" }
            @{ Scenario = 'a turn of the reading direction'; Password = "a$([char]0x202E)b" }
            @{ Scenario = 'a surrogate pair'; Password = "a$([char]::ConvertFromUtf32(0x1F600))b" }
        ) {
            Use-EcrSetting @{ tokens = @{ '111122223333' = @{ password = $Password } } }
            $script:ran = 0
            $login = Get-ECRLoginCommand
            $login.Password | Should -BeExactly $Password

            $output = Invoke-Expression $login.Command

            $output | Should -BeNullOrEmpty
            $script:ran | Should -Be 0
            $arguments.Count | Should -Be 6
            $arguments[4] | Should -BeExactly $Password
            $arguments[5] | Should -BeExactly $login.ProxyEndpoint
        }

        It 'quotes the user name in the same way' {
            Use-EcrSetting @{ tokens = @{ '111122223333' = @{ username = '$(throw)'; password = 'p' } } }
            Invoke-Expression (Get-ECRLoginCommand).Command
            $arguments[2] | Should -BeExactly '$(throw)'
        }

        It 'leaves out an entry with <Scenario>, tells so, and goes on' -ForEach @(
            @{ Scenario = 'an empty password'; Token = @{ password = '' } }
            @{ Scenario = 'a password that stops parsing'; Token = @{ password = '--%' } }
            @{ Scenario = 'a double quote'; Token = @{ password = 'hunter2"' } }
            @{ Scenario = 'a backslash'; Token = @{ password = 'hunter2\' } }
            @{ Scenario = 'a line break'; Token = @{ password = "hunter2`n`$script:ran = 1" } }
            @{ Scenario = 'a line break at the end'; Token = @{ password = "hunter2`n" } }
            @{ Scenario = 'a NUL'; Token = @{ password = "hunter2`0" } }
            @{ Scenario = 'a C1 control character'; Token = @{ password = "hunter2$([char]0x85)" } }
            @{ Scenario = 'an empty user name'; Token = @{ username = ''; password = 'hunter2' } }
            @{ Scenario = 'a control character in the user name'; Token = @{ username = "a$([char]27)[2J"; password = 'hunter2' } }
            @{ Scenario = 'an endpoint with a path'; Token = @{ password = 'hunter2'; proxy_endpoint = 'https://111122223333.dkr.ecr.us-east-1.amazonaws.com/a' } }
            @{ Scenario = 'an endpoint with a user'; Token = @{ password = 'hunter2'; proxy_endpoint = 'https://a@111122223333.dkr.ecr.us-east-1.amazonaws.com' } }
            @{ Scenario = 'an endpoint that ends in a line break'; Token = @{ password = 'hunter2'; proxy_endpoint = "https://host`n" } }
            @{ Scenario = 'an endpoint of another scheme'; Token = @{ password = 'hunter2'; proxy_endpoint = 'file://host' } }
            @{ Scenario = 'an endpoint that runs code'; Token = @{ password = 'hunter2'; proxy_endpoint = 'https://$($script:ran = 1)' } }
        ) {
            Use-EcrSetting @{ tokens = @{ '111122223333' = $Token } }
            $record = Get-Record { Get-ECRLoginCommand -RegistryId 111122223333, 222222222222 -ErrorAction Continue }
            $record.Thrown | Should -BeNullOrEmpty
            @($record.Output).Count | Should -Be 1
            $record.Output[0].Password | Should -BeExactly 'password-for-222222222222'
            @($record.Error).Count | Should -BeGreaterOrEqual 1
            Get-ErrorId $record.Error[0] | Should -BeExactly 'EcrLogin.UnsafeCommandValue'
            $record.Error[0].CategoryInfo.Category | Should -Be 'InvalidData'
            ($record.Error | Format-List * -Force | Out-String) | Should -Not -Match 'hunter2'
        }

        It 'takes an endpoint with http and a port' {
            Use-EcrSetting @{ tokens = @{ '111122223333' = @{ proxy_endpoint = 'http://127.0.0.1:5000' } } }
            (Get-ECRLoginCommand).Command | Should -BeLike '* http://127.0.0.1:5000'
        }
    }

    Context 'Some of many fail' {
        BeforeEach {
            $script:ids = 1..25 | ForEach-Object { '{0:d12}' -f $_ }
            Use-EcrSetting @{
                fault    = @{ kind = 'error'; status = 400; code = 'AccessDeniedException'; message = 'not yours' }
                only_ids = @('000000000015')
            }
        }

        It 'gives the others, then one error that names the ids it concerns' {
            $record = Get-Record { $ids | Get-ECRLoginCommand -ErrorAction Continue }
            $record.Thrown | Should -BeNullOrEmpty
            $record.Output.Count | Should -Be 15
            $record.Output.Password | Should -BeExactly ($ids[0..9] + $ids[20..24] | ForEach-Object { "password-for-$_" })
            @($record.Error).Count | Should -Be 1
            $record.All[-1] | Should -Be $record.Error[0]
            Get-ErrorId $record.Error[0] | Should -BeExactly 'EcrLogin.AccessDenied'
            $record.Error[0].TargetObject | Should -BeExactly $ids[10..19]
        }

        It 'gives all the others under -ErrorAction Stop before the error ends it' {
            $record = Get-Record { $ids | Get-ECRLoginCommand -ErrorAction Stop }
            $record.Output.Count | Should -Be 15
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.AccessDenied'
        }

        It 'says which registry an answer leaves out' {
            Use-EcrSetting @{ fault = @{ kind = 'fewer' } }
            $record = Get-Record { Get-ECRLoginCommand -RegistryId 111111111111, 222222222222 -ErrorAction Continue }
            $record.Output.Password | Should -BeExactly 'password-for-111111111111'
            Get-ErrorId $record.Error[0] | Should -BeExactly 'EcrLogin.MissingRegistry'
            $record.Error[0].TargetObject | Should -BeExactly '222222222222'
        }

        It 'leaves just one record in $Error for each failure' {
            $count = $Error.Count
            $null = $ids | Get-ECRLoginCommand -ErrorAction SilentlyContinue
            $Error.Count - $count | Should -Be 1
            try { Get-ECRLoginCommand -RegistryId junk } catch { $caught = $_ }
            $Error.Count - $count | Should -Be 2
            $Error[0].FullyQualifiedErrorId | Should -Be $caught.FullyQualifiedErrorId
        }
    }
}
