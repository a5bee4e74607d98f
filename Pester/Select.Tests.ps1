BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr

    $script:first = 'https://111122223333.dkr.ecr.us-east-1.amazonaws.com'
    $script:second = 'https://222222222222.dkr.ecr.us-east-1.amazonaws.com'
}

AfterAll {
    Exit-TestEnvironment
}

Describe '-Select' {
    BeforeEach {
        Use-EcrSetting
    }

    It 'is of Get-ECRAuthorizationToken alone' {
        (Get-Command -Module EcrLogin -CommandType Cmdlet -ParameterName Select).Name | Should -BeExactly 'Get-ECRAuthorizationToken'
    }

    It '* gives one response, which holds the tokens' {
        $response = @(Get-ECRAuthorizationToken 111122223333, 222222222222 -Select *)
        $response.Count | Should -Be 1
        $response[0].AuthorizationData.ProxyEndpoint | Should -BeExactly $first, $second
        $response | Out-String | Should -Not -Match $response[0].AuthorizationData[0].AuthorizationToken
    }

    It '* gives a response for each call, with what the service said of it' {
        $responses = @(Get-ECRAuthorizationToken -RegistryId (1..12 | ForEach-Object { '{0:d12}' -f $_ }) -Select *)
        $responses.ForEach{ $_.AuthorizationData.Count } | Should -BeExactly 10, 2
        $responses.HttpStatusCode | Should -BeExactly 200, 200
        ($responses.RequestId | Where-Object { $_ } | Sort-Object -Unique).Count | Should -Be 2
        Get-ECRAuthorizationToken 111122223333 -Select RequestId | Should -Not -BeNullOrEmpty
    }

    It '<Path> gives the values there, of each registry' -ForEach @(
        @{ Path = 'AuthorizationData.ProxyEndpoint'; Expected = 'https://111122223333.dkr.ecr.us-east-1.amazonaws.com', 'https://222222222222.dkr.ecr.us-east-1.amazonaws.com' }
        @{ Path = 'authorizationdata.proxyendpoint'; Expected = 'https://111122223333.dkr.ecr.us-east-1.amazonaws.com', 'https://222222222222.dkr.ecr.us-east-1.amazonaws.com' }
        @{ Path = 'AuthorizationData.ExpiresAt.Kind'; Expected = 'Local', 'Local' }
    ) {
        Get-ECRAuthorizationToken 111122223333, 222222222222 -Select $Path | ForEach-Object { "$_" } | Should -BeExactly $Expected
    }

    It 'AuthorizationData gives what comes without it' {
        $token = Get-ECRAuthorizationToken -Select AuthorizationData
        $token.PSObject.TypeNames[0] | Should -BeExactly 'EcrLogin.AuthorizationData'
        $token.ProxyEndpoint | Should -BeExactly $first
    }

    It '^<_> gives the value of that parameter, after the call' -ForEach 'RegistryId', 'registryids', 'AccountId' {
        Get-ECRAuthorizationToken -RegistryId 111122223333, 222222222222 -Select "^$_" | Should -BeExactly 111122223333, 222222222222
        '111122223333', '222222222222' | Get-ECRAuthorizationToken -Select "^$_" | Should -BeExactly '111122223333', '222222222222'
        @(Get-EcrCall).Count | Should -Be 2
    }

    It '^Region gives that of each piped object' {
        'RegistryId,Region', '111122223333,eu-west-1', '111122223333,us-west-2' | ConvertFrom-Csv |
            Get-ECRAuthorizationToken -Select ^RegionToCall | Should -BeExactly 'eu-west-1', 'us-west-2'
    }

    It "gives nothing where the call failed" {
        $record = Get-Record { Get-ECRAuthorizationToken 111122223333 -ProfileName nobody -Select ^RegistryId }
        $record.Output | Should -BeNullOrEmpty
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.ProfileNotFound'
    }

    It "'<_>' is an error before any call" -ForEach '', 'Nothing', 'AuthorizationData.Nothing', '^Nothing', '^', 'AuthorizationData.', '**' {
        $value = $_
        Get-ThrownId { Get-ECRAuthorizationToken -Select $value } | Should -BeExactly 'EcrLogin.InvalidParameter'
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'completes' {
        $line = 'Get-ECRAuthorizationToken -Select Auth'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain 'AuthorizationData.ProxyEndpoint'
    }
}

Describe 'Get-ECRPAuthorizationToken' {
    It 'gets the token of ECR Public, <Scenario>' -ForEach @(
        @{ Scenario = 'by its name'; Call = { Get-ECRPAuthorizationToken } }
        @{ Scenario = 'by a text'; Call = { & 'Get-ECRPAuthorizationToken' } }
        @{ Scenario = 'by a variable'; Call = { $name = 'get-ecrpauthorizationtoken'; 1 | ForEach-Object { & $name -Region us-east-1 } } }
        @{ Scenario = 'by what Get-Command gives'; Call = { $found = Get-Command Get-ECRPAuthorizationToken; . $found } }
        @{ Scenario = 'with the name of the module'; Call = { EcrLogin\Get-ECRPAuthorizationToken } }
    ) {
        Use-EcrSetting
        (& $Call).ProxyEndpoint | Should -BeExactly 'https://public.ecr.aws'
        (Get-EcrCall).service | Should -BeExactly 'ecr-public'
    }

    It 'takes no account' {
        Use-EcrSetting
        Get-ThrownId { Get-ECRPAuthorizationToken 111122223333 } | Should -BeExactly 'EcrLogin.InvalidParameter'
    }
}
