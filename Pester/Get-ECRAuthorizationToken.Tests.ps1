BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr

    function ConvertFrom-Base64($Text) { [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($Text)) }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'Get-ECRAuthorizationToken' {
    BeforeEach {
        Use-EcrSetting
    }

    Context 'Registries' {
        It 'gets the token of the default registry when none is named' {
            $data = Get-ECRAuthorizationToken
            ConvertFrom-Base64 $data.AuthorizationToken | Should -BeExactly 'AWS:password-for-111122223333'
            $data.ProxyEndpoint | Should -BeExactly 'https://111122223333.dkr.ecr.us-east-1.amazonaws.com'
            (Get-EcrCall).registry_ids | Should -BeNullOrEmpty
        }

        It 'gives each of three registries its own token, though the service answers in reverse order' {
            Use-EcrSetting @{ order = 'reversed' }
            $data = Get-ECRAuthorizationToken 12345678901, 222222222222, '3333-3333-3333'
            $data.AuthorizationToken | ForEach-Object { ConvertFrom-Base64 $_ } |
                Should -BeExactly 'AWS:password-for-012345678901', 'AWS:password-for-222222222222', 'AWS:password-for-333333333333'
        }

        It 'gives the token as the service gave it' {
            Use-EcrSetting @{ tokens = @{ '111122223333' = @{ username = 'u'; password = 'with:colons:and spaces ' } } }
            $expected = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('u:with:colons:and spaces '))
            (Get-ECRAuthorizationToken).AuthorizationToken | Should -BeExactly $expected
        }

        It 'asks for 12 piped ids in 2 calls' {
            $ids = 1..12 | ForEach-Object { '{0:d12}' -f $_ }
            $data = $ids | Get-ECRAuthorizationToken
            $data.ProxyEndpoint | Should -BeExactly ($ids | ForEach-Object { "https://$_.dkr.ecr.us-east-1.amazonaws.com" })
            @(Get-EcrCall).Count | Should -Be 2
        }

        It 'takes RegistryIds by name, and piped objects that have it' {
            $null = Get-ECRAuthorizationToken -RegistryIds 222222222222
            $null = [pscustomobject]@{ RegistryIds = @('333333333333') } | Get-ECRAuthorizationToken
            (Get-EcrCall).registry_ids | Should -BeExactly '222222222222', '333333333333'
        }

        It 'makes no call for an empty pipeline' {
            @() | Get-ECRAuthorizationToken | Should -BeNullOrEmpty
            Get-EcrCall | Should -BeNullOrEmpty
        }

        It 'gives the others, then one error that names the ids it concerns' {
            Use-EcrSetting @{
                fault    = @{ kind = 'error'; status = 400; code = 'AccessDeniedException'; message = 'not yours' }
                only_ids = @('000000000015')
            }
            $record = Get-Record { 1..20 | ForEach-Object { '{0:d12}' -f $_ } | Get-ECRAuthorizationToken -ErrorAction Continue }
            $record.Output.Count | Should -Be 10
            @($record.Error).Count | Should -Be 1
            $record.All[-1] | Should -Be $record.Error[0]
            Get-ErrorId $record.Error[0] | Should -BeExactly 'EcrLogin.AccessDenied'
            $record.Error[0].TargetObject | Should -BeExactly (11..20 | ForEach-Object { '{0:d12}' -f $_ })
        }
    }

    Context 'ECR Public' {
        It 'is one object from us-east-1, whatever the region says' {
            $data = Get-ECRAuthorizationToken -Public -Region eu-west-1
            @($data).Count | Should -Be 1
            $data.ProxyEndpoint | Should -BeExactly 'https://public.ecr.aws'
            ConvertFrom-Base64 $data.AuthorizationToken | Should -BeExactly 'AWS:password-for-public'
            (Get-EcrCall).service | Should -BeExactly 'ecr-public'
            (Get-EcrCall).region | Should -BeExactly 'us-east-1'
        }

        It 'takes no registry id' {
            Get-ThrownId { Get-ECRAuthorizationToken 111122223333 -Public } | Should -BeExactly 'EcrLogin.InvalidParameter'
            Get-EcrCall | Should -BeNullOrEmpty
        }

        It 'names both permissions when access is denied' {
            Use-EcrSetting @{ fault = @{ kind = 'error'; status = 400; code = 'AccessDeniedException'; message = 'no' } }
            $record = Get-Record { Get-ECRAuthorizationToken -Public }
            "$($record.Thrown)" | Should -Match 'ecr-public:GetAuthorizationToken'
            "$($record.Thrown)" | Should -Match 'sts:GetServiceBearerToken'
        }
    }

    Context '-CliInputJson' {
        It 'takes <Scenario>' -ForEach @(
            @{ Scenario = 'ids'; Json = '{"registryIds":["222222222222","333333333333"]}'; Asked = '222222222222', '333333333333' }
            @{ Scenario = 'one id'; Json = ' { "registryIds" : [ "222222222222" ] } '; Asked = '222222222222' }
            @{ Scenario = 'no ids'; Json = '{"registryIds":[]}'; Asked = $null }
            @{ Scenario = 'null'; Json = '{"registryIds":null}'; Asked = $null }
            @{ Scenario = 'an empty object'; Json = '{}'; Asked = $null }
        ) {
            Get-ECRAuthorizationToken -CliInputJson $Json | Should -Not -BeNullOrEmpty
            (Get-EcrCall).registry_ids | Should -Be $Asked
        }

        It 'reads a file named <Scenario>' -ForEach @(
            @{ Scenario = 'in full'; Place = { "file://$TestDrive/input.json" } }
            @{ Scenario = 'from the current location'; Place = { 'file://input.json' } }
        ) {
            Set-Content "$TestDrive/input.json" '{"registryIds":["222222222222"]}'
            Push-Location $TestDrive
            try { $null = Get-ECRAuthorizationToken -CliInputJson (& $Place) } finally { Pop-Location }
            (Get-EcrCall).registry_ids | Should -BeExactly '222222222222'
        }

        It 'gives way to ids that are given otherwise' {
            $null = Get-ECRAuthorizationToken 333333333333 -CliInputJson '{"registryIds":["222222222222"]}'
            $null = '444444444444' | Get-ECRAuthorizationToken -CliInputJson '{"registryIds":["222222222222"]}'
            (Get-EcrCall).registry_ids | Should -BeExactly '333333333333', '444444444444'
        }

        It 'refuses <Scenario> before any call' -ForEach @(
            @{ Scenario = 'an unknown key'; Json = '{"registryIds":[],"other":1}'; Says = "*unknown key 'other'*" }
            @{ Scenario = 'a key in other letters'; Json = '{"RegistryIds":[]}'; Says = "*unknown key 'RegistryIds'*" }
            @{ Scenario = 'text'; Json = 'registryIds'; Says = '*not a JSON object*' }
            @{ Scenario = 'nothing'; Json = ''; Says = '*not a JSON object*' }
            @{ Scenario = 'null'; Json = 'null'; Says = '*not a JSON object*' }
            @{ Scenario = 'a number'; Json = '5'; Says = '*not a JSON object*' }
            @{ Scenario = 'a list'; Json = '["222222222222","333333333333"]'; Says = '*not a JSON object*' }
            @{ Scenario = 'ids that are text'; Json = '{"registryIds":"222222222222"}'; Says = '*no list of strings*' }
            @{ Scenario = 'ids that are numbers'; Json = '{"registryIds":[222222222222]}'; Says = '*no list of strings*' }
            @{ Scenario = 'a missing file'; Json = 'file:///nowhere/input.json'; Says = '*cannot be read*nowhere*' }
            @{ Scenario = 'an unknown key beside ids given otherwise'; Json = '{"other":1}'; Ids = '111122223333'; Says = "*'other'*" }
        ) {
            $record = Get-Record { Get-ECRAuthorizationToken $Ids -CliInputJson $Json }
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
            "$($record.Thrown)" | Should -BeLike $Says
            Get-EcrCall | Should -BeNullOrEmpty
        }

        It 'has its ids checked like all others' {
            Get-ThrownId { Get-ECRAuthorizationToken -CliInputJson '{"registryIds":["junk"]}' } | Should -BeExactly 'EcrLogin.InvalidRegistryId'
        }
    }

    Context '-GenerateCliSkeleton' {
        BeforeEach {
            # It needs neither.
            $env:AWS_REGION = $env:AWS_ACCESS_KEY_ID = $null
        }

        AfterEach {
            $env:AWS_REGION = 'us-east-1'
            $env:AWS_ACCESS_KEY_ID = $accessKey
        }

        It 'prints a sample of the input that is JSON with its key' {
            $fields = Get-ECRAuthorizationToken -GenerateCliSkeleton input | ConvertFrom-Json
            $fields.PSObject.Properties.Name | Should -BeExactly 'registryIds'
            Get-EcrCall | Should -BeNullOrEmpty
        }

        It 'prints a sample of the output with the names of the API' {
            $fields = Get-ECRAuthorizationToken -GenerateCliSkeleton output | ConvertFrom-Json
            $fields.authorizationData[0].PSObject.Properties.Name |
                Should -BeExactly 'authorizationToken', 'expiresAt', 'proxyEndpoint'
            Get-EcrCall | Should -BeNullOrEmpty
        }

        It 'wants its value' {
            Get-ThrownId { Get-ECRAuthorizationToken -GenerateCliSkeleton } | Should -BeExactly 'MissingArgument'
            Get-ThrownId { Get-ECRAuthorizationToken -GenerateCliSkeleton yaml } | Should -BeExactly 'ParameterArgumentValidationError'
        }
    }

    Context 'The object' {
        BeforeAll {
            $script:password = 'first' + ('middle' * 20) + 'last'
        }

        BeforeEach {
            Use-EcrSetting @{ tokens = @{ '111122223333' = @{ password = $password; expires_at = 1790000000.123 } } }
            $script:data = Get-ECRAuthorizationToken
        }

        It 'has its properties in order' {
            $data.PSObject.TypeNames[0] | Should -BeExactly 'EcrLogin.AuthorizationData'
            $data.PSObject.Properties.Name | Should -BeExactly 'AuthorizationToken', 'ExpiresAt', 'ProxyEndpoint'
        }

        It 'tells the time of expiry as local time with its fraction' {
            $data.ExpiresAt.Kind | Should -Be 'Local'
            $data.ExpiresAt | Should -Be ([DateTimeOffset]::FromUnixTimeMilliseconds(1790000000123).LocalDateTime)
        }

        It 'shows a shortened token by <Scenario>' -ForEach @(
            @{ Scenario = 'default'; Show = { $data | Out-String -Width 4096 } }
            @{ Scenario = 'Format-List'; Show = { $data | Format-List | Out-String -Width 4096 } }
        ) {
            $start, $end = $data.AuthorizationToken.Substring(0, 12), $data.AuthorizationToken.Substring($data.AuthorizationToken.Length - 15)
            $seen = & $Show
            $seen | Should -Match "(?m)^AuthorizationToken +: $start\.\.\.$([regex]::Escape($end))\r?$"
            $seen | Should -Match '(?m)^ProxyEndpoint +: https://111122223333\.'
        }

        It 'shows no token by <Scenario>' -ForEach @(
            @{ Scenario = 'Format-Table'; Show = { $data | Format-Table | Out-String -Width 4096 } }
            @{ Scenario = 'Format-Custom'; Show = { $data | Format-Custom | Out-String -Width 4096 } }
            @{ Scenario = 'text with the object in it'; Show = { "$data" } }
            @{ Scenario = 'the format operator'; Show = { '{0}' -f $data } }
            @{ Scenario = 'an object from a job'; Show = {
                    $back = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($data))
                    "$back"
                    $back | Format-Table | Out-String -Width 4096
                }
            }
        ) {
            $seen = & $Show | Out-String
            $seen | Should -Match 'https://111122223333\.'
            $seen | Should -Not -Match $data.AuthorizationToken.Substring(0, 10)
        }

        It 'shows no token by Format-Wide without a property' {
            $data | Format-Wide | Out-String | Should -Not -Match $data.AuthorizationToken.Substring(0, 10)
        }

        It 'shows *** for a token below 40 characters' {
            Use-EcrSetting @{ tokens = @{ '111122223333' = @{ password = 'short' } } }
            Get-ECRAuthorizationToken | Out-String | Should -Match '(?m)^AuthorizationToken +: \*\*\*\r?$'
        }

        It 'is whole as JSON, under the names that the help tells' {
            $back = $data | ConvertTo-Json | ConvertFrom-Json
            ConvertFrom-Base64 $back.AuthorizationToken | Should -BeExactly "AWS:$password"
            $back.ProxyEndpoint | Should -BeExactly $data.ProxyEndpoint
        }
    }
}
