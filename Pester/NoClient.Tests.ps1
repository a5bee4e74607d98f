# Connect-ECRRegistry -NoClient.

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Logins.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    $script:local = $endpoint -replace '^http://'
    $script:host1 = '111122223333.dkr.ecr.us-east-1.amazonaws.com'
    $script:path = $env:PATH

    function Get-Auth($Path) { (Get-Content $Path -Raw | ConvertFrom-Json).auths }
    function Get-Kept($Path, $Registry) {
        [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String((Get-Auth $Path).PSObject.Properties[$Registry].Value.auth))
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'Connect-ECRRegistry -NoClient' {
    BeforeEach {
        $script:folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        # A machine without a client.
        $env:PATH = $folder
        $env:DOCKER_CONFIG = Join-Path $folder 'docker'
        $script:config = Join-Path $env:DOCKER_CONFIG 'config.json'
        Use-EcrSetting @{ tokens = @{ '111122223333' = @{ proxy_endpoint = $endpoint } } }
    }

    AfterEach {
        $env:PATH = $path
    }

    It 'logs in where there is no client, after the registry has taken the login' {
        Get-ThrownId { Connect-ECRRegistry -RegistryId 111122223333 } | Should -BeExactly 'EcrLogin.ToolNotFound'
        Use-EcrSetting @{ tokens = @{ '111122223333' = @{ proxy_endpoint = $endpoint } } }
        $login = Connect-ECRRegistry -RegistryId 111122223333 -NoClient -PassThru
        $login.Registry, $login.Tool, $login.Status, $login.Store | Should -BeExactly $local, 'docker', 'Succeeded', $config
        $login.ExpiresAt | Should -BeGreaterThan (Get-Date)
        Get-Kept $config $local | Should -BeExactly 'AWS:password-for-111122223333'
        @(Get-EcrCall | Where-Object service -EQ registry).Count | Should -Be 2
        $gone = $login | Disconnect-ECRRegistry -PassThru
        $gone.Status | Should -BeExactly 'Removed'
        (Get-Auth $config).PSObject.Properties | Should -BeNullOrEmpty
    }

    It 'shows a line for each login' {
        $said = Connect-ECRRegistry -RegistryId 111122223333 -NoClient 6>&1
        "$said" | Should -Match "^Login Succeeded: $local \(docker, until \d\d:\d\d\)$"
    }

    It 'writes the file of <Tool>' -ForEach @(
        @{ Tool = 'docker'; Place = 'new'; File = 'new/config.json' }
        @{ Tool = 'podman'; Place = 'auth.json'; File = 'auth.json' }
        @{ Tool = 'helm'; Place = 'registry/config.json'; File = 'registry/config.json' }
        @{ Tool = 'oras'; Place = 'config.json'; File = 'config.json' }
    ) {
        Connect-ECRRegistry -RegistryId 111122223333 -NoClient -Tool $Tool -ConfigPath (Join-Path $folder $Place)
        Get-Kept (Join-Path $folder $File) $local | Should -BeExactly 'AWS:password-for-111122223333'
    }

    It 'keeps nothing that the registry refuses' {
        Use-EcrSetting @{ registry = @{ status = 403 }; tokens = @{ '111122223333' = @{ proxy_endpoint = $endpoint } } }
        $record = Get-Record { Connect-ECRRegistry -RegistryId 111122223333 -NoClient -PassThru }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.LoginRefused'
        $record.Thrown.CategoryInfo.Category | Should -Be 'AuthenticationError'
        $record.Thrown.Exception.HttpStatus | Should -Be 403
        $record.Thrown.TargetObject | Should -BeExactly $local
        "$($record.Thrown)" | Should -Not -Match 'password-for'
        $config | Should -Not -Exist
        (Connect-ECRRegistry -RegistryId 111122223333 -NoClient -SkipVerification -PassThru).Status | Should -BeExactly 'Succeeded'
        Get-Kept $config $local | Should -BeExactly 'AWS:password-for-111122223333'
    }

    It 'logs in to many registries, and to the others where one fails' {
        Use-EcrSetting @{ tokens = @{ '999999999999' = @{ proxy_endpoint = 'https://127.0.0.1:1' }; '111122223333' = @{ proxy_endpoint = $endpoint } } }
        $record = Get-Record { 999999999999, 111122223333 | Connect-ECRRegistry -NoClient -PassThru -ErrorAction Continue }
        $record.Output.Registry | Should -BeExactly $local
        $record.Error | ForEach-Object { Get-ErrorId $_ } | Should -BeExactly 'EcrLogin.ConnectionRefused'
        $accounts = 1..25 | ForEach-Object { '{0:d12}' -f $_ }
        $all = Connect-ECRRegistry -RegistryId $accounts -NoClient -SkipVerification -PassThru
        $all.Status | Should -BeExactly @(@('Succeeded') * 25)
        @((Get-Auth $config).PSObject.Properties).Count | Should -Be 26
    }

    It 'goes by -ServerAddress' {
        Use-EcrSetting
        Connect-ECRRegistry -RegistryId 111122223333 -NoClient -ServerAddress "http://$local"
        Get-Kept $config $local | Should -BeExactly 'AWS:password-for-111122223333'
    }

    It 'does nothing with -WhatIf but says what it would do' {
        Connect-ECRRegistry -RegistryId $host1 -NoClient -WhatIf
        Connect-ECRRegistry -RegistryId $host1 -NoClient -SkipVerification -WhatIf
        $config | Should -Not -Exist
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'refuses <Scenario>' -ForEach @(
        @{ Scenario = '-ToolPath'; Parameters = @{ NoClient = $true; ToolPath = 'docker' } }
        @{ Scenario = '-SkipVerification by itself'; Parameters = @{ SkipVerification = $true } }
    ) {
        Get-ThrownId { Connect-ECRRegistry -RegistryId 111122223333 @Parameters } | Should -BeExactly 'EcrLogin.InvalidParameter'
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'leaves what else is in the file, in its order' {
        $null = New-Item -ItemType Directory $env:DOCKER_CONFIG
        Set-Content $config "{`"zebra`":1,`"auths`":{`"zoo.example`":{`"auth`":`"eDp4`"},`"https://$local`":{`"auth`":`"eDp4`"}},`"ant`":{`"b`":1,`"a`":2}}"
        Connect-ECRRegistry -RegistryId 111122223333 -NoClient
        $kept = Get-Content $config -Raw | ConvertFrom-Json
        $kept.PSObject.Properties.Name | Should -BeExactly 'zebra', 'auths', 'ant'
        $kept.auths.PSObject.Properties.Name | Should -BeExactly 'zoo.example', $local
        $kept.ant.PSObject.Properties.Name | Should -BeExactly 'b', 'a'
    }
}
