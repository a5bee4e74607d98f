BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Servers.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr

    function Get-Login($Secret) {
        $config = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($Secret.data.'.dockerconfigjson'))
        $logins = @{}
        foreach ($login in ($config | ConvertFrom-Json).auths.PSObject.Properties) { $logins[$login.Name] = $login.Value }
        $logins
    }
    function Get-Text($Base64) { [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($Base64)) }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'ConvertTo-ECRPullSecret' {
    BeforeEach {
        Use-EcrSetting
    }

    It 'makes one Secret of all logins' {
        $text = @(Get-ECRLoginCommand 111122223333, 444455556666 | ConvertTo-ECRPullSecret ecr)
        $text.Count | Should -Be 1
        $text[0] | Should -Not -Match '\n'
        $secret = $text[0] | ConvertFrom-Json
        $secret.apiVersion, $secret.kind, $secret.type | Should -Be 'v1', 'Secret', 'kubernetes.io/dockerconfigjson'
        $secret.metadata.name | Should -BeExactly 'ecr'
        $secret.metadata.PSObject.Properties.Name | Should -Be 'name'
        $logins = Get-Login $secret
        $logins.Keys | Sort-Object | Should -Be '111122223333.dkr.ecr.us-east-1.amazonaws.com', '444455556666.dkr.ecr.us-east-1.amazonaws.com'
        $login = $logins['444455556666.dkr.ecr.us-east-1.amazonaws.com']
        $login.PSObject.Properties.Name | Should -Be 'auth'
        Get-Text $login.auth | Should -BeExactly 'AWS:password-for-444455556666'
    }

    It 'makes one for each namespace' {
        $secrets = Get-ECRLoginCommand | ConvertTo-ECRPullSecret ecr web, jobs | ForEach-Object { ConvertFrom-Json $_ }
        $secrets.metadata.namespace | Should -Be 'web', 'jobs'
        $secrets[0].data.'.dockerconfigjson' | Should -BeExactly $secrets[1].data.'.dockerconfigjson'
    }

    It 'takes <Kind>' -ForEach @(
        @{ Kind = 'what Get-ECRAuthorizationToken gives'; Make = { Get-ECRAuthorizationToken } }
        @{ Kind = 'logins that came back from a job'
            Make = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-ECRLoginCommand))) } }
        @{ Kind = 'other objects with these properties'
            Make = { [pscustomobject]@{ ProxyEndpoint = 'https://111122223333.dkr.ecr.us-east-1.amazonaws.com'; Username = 'AWS'; Password = 'password-for-111122223333' } } }
        @{ Kind = 'passwords that are SecureStrings'
            Make = { [pscustomobject]@{ ProxyEndpoint = 'https://111122223333.dkr.ecr.us-east-1.amazonaws.com'; Username = 'AWS'; Password = ConvertTo-SecureString 'password-for-111122223333' -AsPlainText -Force } } }
        @{ Kind = 'hashtables'
            Make = { @{ ProxyEndpoint = 'https://111122223333.dkr.ecr.us-east-1.amazonaws.com/'; Username = 'AWS'; Password = 'password-for-111122223333' } } }
    ) {
        $login = & $Make
        foreach ($text in ($login | ConvertTo-ECRPullSecret -Name ecr), (ConvertTo-ECRPullSecret -Name ecr -InputObject $login)) {
            $logins = Get-Login ($text | ConvertFrom-Json)
            Get-Text $logins['111122223333.dkr.ecr.us-east-1.amazonaws.com'].auth | Should -BeExactly 'AWS:password-for-111122223333'
        }
    }

    It 'takes the last login of a host, its port with it' {
        $logins = 'old', 'new' | ForEach-Object { [pscustomobject]@{ ProxyEndpoint = 'http://127.0.0.1:5000'; Username = 'me'; Password = $_ } }
        Get-Text (Get-Login ($logins | ConvertTo-ECRPullSecret ecr | ConvertFrom-Json))['127.0.0.1:5000'].auth | Should -BeExactly 'me:new'
    }

    It 'makes no empty Secret in the place of one that serves' {
        @() | ConvertTo-ECRPullSecret ecr | Should -BeNullOrEmpty
    }

    It 'refuses what is no login, and tells nothing of it: <Kind>' -ForEach @(
        @{ Kind = 'text'; Value = 'hunter2' }
        @{ Kind = 'a login of no registry'; Value = [pscustomobject]@{ Username = 'AWS'; Password = 'hunter2' } }
        @{ Kind = 'a registry without a login'; Value = [pscustomobject]@{ ProxyEndpoint = 'https://a.example'; Password = 'hunter2' } }
        @{ Kind = 'an endpoint with a path'; Value = [pscustomobject]@{ ProxyEndpoint = 'https://a.example/hunter2'; Username = 'a'; Password = 'b' } }
        @{ Kind = 'an endpoint with a quote'; Value = [pscustomobject]@{ ProxyEndpoint = 'https://a".example'; Username = 'a'; Password = 'hunter2' } }
        @{ Kind = 'an endpoint with a user'; Value = [pscustomobject]@{ ProxyEndpoint = 'https://hunter2@a.example'; Username = 'a'; Password = 'b' } }
        @{ Kind = 'a token with a tab'; Value = [pscustomobject]@{ ProxyEndpoint = 'https://a.example'; AuthorizationToken = "QVdTOmh1`tbnRlcjI=" } }
        @{ Kind = 'a token with a return'; Value = [pscustomobject]@{ ProxyEndpoint = 'https://a.example'; AuthorizationToken = "QVdTOmh1bnRlcjI=`r" } }
        @{ Kind = 'a token with a line break'; Value = [pscustomobject]@{ ProxyEndpoint = 'https://a.example'; AuthorizationToken = "QVdTOmh1bnRlcjI=`n" } }
        @{ Kind = 'a token with a blank'; Value = [pscustomobject]@{ ProxyEndpoint = 'https://a.example'; AuthorizationToken = ' QVdTOmh1bnRlcjI=' } }
        @{ Kind = 'a token without a password'; Value = [pscustomobject]@{ ProxyEndpoint = 'https://a.example'; AuthorizationToken = 'QVdTOg==' } }
        @{ Kind = 'an empty password'; Value = [pscustomobject]@{ ProxyEndpoint = 'https://a.example'; Username = 'hunter2'; Password = '' } }
        @{ Kind = 'a password in a list'; Value = [pscustomobject]@{ ProxyEndpoint = 'https://a.example'; Username = 'me'; Password = @('hunter2') } }
        @{ Kind = 'a user name in a hashtable'; Value = [pscustomobject]@{ ProxyEndpoint = 'https://a.example'; Username = @{ hunter2 = 1 }; Password = 'hunter2' } }
        @{ Kind = 'a user name with a colon'; Value = [pscustomobject]@{ ProxyEndpoint = 'https://a.example'; Username = 'me:hunter2'; Password = 'b' } }
        @{ Kind = 'a token that is none'; Value = [pscustomobject]@{ ProxyEndpoint = 'https://a.example'; AuthorizationToken = 'hunter2' } }
    ) {
        $record = Get-Record { $Value | ConvertTo-ECRPullSecret ecr }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
        "$($record.Thrown)" | Should -Not -Match 'hunter2'
        $record.Output | Should -BeNullOrEmpty
    }

    It 'refuses a name that Kubernetes does not take: <Name>' -ForEach @(
        @{ Name = 'Ecr' }, @{ Name = 'ecr_1' }, @{ Name = '-ecr' }, @{ Name = 'ecr.' }, @{ Name = 'a"b' }, @{ Name = "ecr`n" }, @{ Name = 'a' * 254 }
    ) {
        $login = Get-ECRLoginCommand
        Get-ThrownId { $login | ConvertTo-ECRPullSecret $Name } | Should -BeExactly 'EcrLogin.InvalidParameter'
        Get-ThrownId { $login | ConvertTo-ECRPullSecret ecr -Namespace $Name } | Should -BeExactly 'EcrLogin.InvalidParameter'
    }

    It 'says so where a Secret is too small' {
        $password = 'x' * 2048
        $logins = 1..500 | ForEach-Object { [pscustomobject]@{ ProxyEndpoint = "https://r$_.example"; Username = 'AWS'; Password = $password } }
        Get-ThrownId { $logins | ConvertTo-ECRPullSecret ecr } | Should -BeExactly 'EcrLogin.SecretTooLarge'
        (Get-Login ($logins[0..250] | ConvertTo-ECRPullSecret ecr | ConvertFrom-Json)).Count | Should -Be 251
    }
}

Describe 'A pull secret' -Tag Go {
    It 'is a Secret to Kubernetes, and a login' {
        Use-EcrSetting
        $said = Get-ECRLoginCommand | ConvertTo-ECRPullSecret ecr web | & (Join-Path $env:ECRLOGIN_GO kubelet) secret
        $said | Should -BeExactly 'web ecr 111122223333.dkr.ecr.us-east-1.amazonaws.com AWS password-for-111122223333'
    }

    It 'is one to kubectl, for each of its namespaces' -Tag Kubectl {
        # A user's own cluster and its keys are left alone.
        $env:KUBECONFIG = Join-Path $TestDrive 'none'
        $cluster = Open-Cluster $TestDrive
        try {
            Use-EcrSetting
            $apply = '--server', $cluster.Address, 'apply', '--dry-run=client', '--output', 'json', '--filename', '-'
            $secrets = Get-ECRLoginCommand | ConvertTo-ECRPullSecret ecr web, jobs
            $read = $secrets | kubectl @apply | ConvertFrom-Json
            $LASTEXITCODE | Should -Be 0
            $read.items.kind | Should -Be 'Secret', 'Secret'
            $read.items.metadata.namespace | Should -Be 'web', 'jobs'
            foreach ($secret in $read.items) {
                $secret.metadata.name, $secret.type | Should -Be 'ecr', 'kubernetes.io/dockerconfigjson'
                Get-Text (Get-Login $secret)['111122223333.dkr.ecr.us-east-1.amazonaws.com'].auth | Should -BeExactly 'AWS:password-for-111122223333'
            }

            $said = $secrets[0].Replace('"kind":"Secret",', '') | kubectl @apply 2>&1 | Out-String
            $LASTEXITCODE | Should -Not -Be 0
            $said | Should -Match 'kind'
        } finally {
            Close-Server $cluster
            Use-Variable KUBECONFIG $null
        }
    }
}
