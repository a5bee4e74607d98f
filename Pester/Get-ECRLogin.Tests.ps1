BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Clients.ps1
    . $PSScriptRoot/Support/Logins.ps1
    Enter-TestEnvironment $TestDrive
    $script:first = '111122223333.dkr.ecr.us-east-1.amazonaws.com'
    $script:second = '222222222222.dkr.ecr.eu-west-1.amazonaws.com'
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'Get-ECRLogin' {
    BeforeEach {
        $script:folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        $env:DOCKER_CONFIG = Join-Path $folder 'docker'
        $env:REGISTRY_AUTH_FILE = Join-Path $folder 'podman.json'
        $env:HELM_REGISTRY_CONFIG = Join-Path $folder 'helm.json'
        $script:config = Join-Path $env:DOCKER_CONFIG 'config.json'
        Write-Login $config ([ordered]@{ $first = 90; $second = -5; 'ghcr.io' = 'hunter2' })
    }

    It 'gives an object for each login, with everything but the secret' {
        Write-Login $env:REGISTRY_AUTH_FILE @{ 'public.ecr.aws' = 'hunter2' }
        $logins = Get-ECRLogin
        $logins.Registry | Should -BeExactly $first, $second, 'public.ecr.aws'
        $logins.Tool | Should -BeExactly 'docker', 'docker', 'podman'
        $logins.Status | Should -BeExactly 'Valid', 'Expired', 'Unknown'
        $logins.Path | Should -BeExactly $config, $config, $env:REGISTRY_AUTH_FILE
        $logins[0].PSObject.TypeNames[0] | Should -BeExactly 'EcrLogin.KeptLogin'
        $logins[0].PSObject.Properties.Name | Should -BeExactly 'Registry', 'Tool', 'ExpiresAt', 'Status', 'Store', 'Path', 'ConfigPath'
        $logins[0].ExpiresAt.Kind | Should -Be 'Local'
        ($logins[0].ExpiresAt - (Get-Date)).TotalMinutes | Should -BeGreaterThan 88
        $logins[1].ExpiresAt | Should -BeLessThan (Get-Date)
        $logins[2].ExpiresAt | Should -BeNullOrEmpty
        $all = ($logins | ConvertTo-Json) + ($logins | Format-List * | Out-String) + "$logins"
        $all | Should -Not -Match 'hunter2|eyJ|QVdTO'
    }

    It 'shows a table, and as text the registry' {
        $shown = Get-ECRLogin | Out-String -Width 200
        $shown | Should -Match 'Registry +Tool +Status +ExpiresAt +Store'
        $shown | Should -Match "$first +docker +Valid +\w{3} \d\d:\d\d"
        "$(@(Get-ECRLogin)[0])" | Should -BeExactly $first
        Get-ECRLogin | Format-Wide | Out-String | Should -Match $first
    }

    It 'takes <Scenario>' -ForEach @(
        @{ Scenario = 'an account'; Value = '111122223333' }
        @{ Scenario = 'a number'; Value = 111122223333 }
        @{ Scenario = 'an image'; Value = '111122223333.dkr.ecr.us-east-1.amazonaws.com/app:1' }
        @{ Scenario = 'an object of -PassThru'; Value = [pscustomobject]@{ PSTypeName = 'EcrLogin.Registry'; Registry = '111122223333.dkr.ecr.us-east-1.amazonaws.com' } }
    ) {
        (Get-ECRLogin $Value).Registry | Should -BeExactly $first
        ($Value | Get-ECRLogin).Registry | Should -BeExactly $first
    }

    It 'gives nothing for an empty pipeline, and all for an empty value' {
        @() | Get-ECRLogin | Should -BeNullOrEmpty
        @(Get-ECRLogin -RegistryId $null -Tool docker).Count | Should -Be 2
        Get-ECRLogin 444455556666 | Should -BeNullOrEmpty
    }

    It 'looks where -Tool and -ConfigPath say' {
        Get-ECRLogin -Tool podman | Should -BeNullOrEmpty
        (Get-ECRLogin -Tool crane).Tool | Should -BeExactly 'crane', 'crane'
        Write-Login "$folder/own.json" @{ $second = 60 }
        Push-Location $folder
        try { $login = Get-ECRLogin -ConfigPath ./own.json } finally { Pop-Location }
        $login.Tool, $login.Registry | Should -BeExactly 'podman', $second
        (Get-ECRLogin -ConfigPath $env:DOCKER_CONFIG).Registry | Should -BeExactly $first, $second
    }

    It 'says of each broken file one error, and lists the others' {
        Set-Content $env:REGISTRY_AUTH_FILE '{'
        Set-Content $env:HELM_REGISTRY_CONFIG '[]'
        $record = Get-Record { Get-ECRLogin -ErrorAction Continue }
        $record.Output.Registry | Should -BeExactly $first, $second
        $record.Error | ForEach-Object { Get-ErrorId $_ } | Should -BeExactly 'EcrLogin.ClientConfigInvalid', 'EcrLogin.ClientConfigInvalid'
        $record.Thrown | Should -BeNullOrEmpty
        Get-ThrownId { Get-ECRLogin -Tool podman } | Should -BeExactly 'EcrLogin.ClientConfigInvalid'
        $record = Get-Record { Get-ECRLogin 444455556666 -ErrorAction Continue }
        $record.Thrown | Should -BeNullOrEmpty -Because 'what could be read has no such login'
    }

    It 'names helpers, and asks stores where that is wanted' {
        Write-Login $config ([ordered]@{ 'ghcr.io' = 'x' }) @{ credHelpers = @{ $first = 'ecr-login' }; credsStore = 'own' }
        $login = Get-ECRLogin
        $login.Status, $login.Store | Should -BeExactly 'Helper', 'ecr-login'
        $path = $env:PATH
        try {
            $env:PATH = "$folder$([IO.Path]::PathSeparator)$path"
            $null = Add-StandIn $folder 'docker-credential-own' 'store'
            $env:STORE_FILE = "$folder/store"
            Set-Content $env:STORE_FILE $second
            $env:STORE_GIVES = ConvertTo-Json @{ ServerURL = $second; Username = 'AWS'; Secret = (Get-Password 60) } -Compress
            $logins = Get-ECRLogin -IncludeStore
            $logins.Registry | Should -BeExactly $first, $second
            $logins.Status | Should -BeExactly 'Helper', 'Valid'
            $logins[1].Store | Should -BeExactly 'own'
        } finally {
            $env:PATH = $path
            $env:STORE_FILE = $env:STORE_GIVES = $null
        }
    }

    It 'leads Disconnect-ECRRegistry to what has ended' {
        $gone = Get-ECRLogin | Where-Object Status -EQ Expired | Disconnect-ECRRegistry -PassThru
        $gone.Registry, $gone.Status | Should -BeExactly $second, 'Removed'
        (Get-ECRLogin).Registry | Should -BeExactly $first
        'ghcr.io' | Should -BeIn (Get-Content $config -Raw | ConvertFrom-Json).auths.PSObject.Properties.Name
    }

    It 'tells by the example of its help which logins end soon, and none without an end' {
        Write-Login $config ([ordered]@{ $first = 30; $second = 90; 'public.ecr.aws' = 'hunter2' }) @{ credHelpers = @{ '333333333333.dkr.ecr.us-east-1.amazonaws.com' = 'ecr-login' } }
        (Get-ECRLogin).Status | Should -Contain 'Unknown'
        (Get-ECRLogin).Status | Should -Contain 'Helper'
        $example = (Get-Help Get-ECRLogin).Examples.Example.Code -match 'AddHours'
        & ([scriptblock]::Create("$example")) | Should -BeExactly $first
    }

    It 'leaves no file behind' {
        $env:DOCKER_CONFIG = Join-Path $folder 'nowhere'
        Get-ECRLogin | Should -BeNullOrEmpty
        $env:DOCKER_CONFIG | Should -Not -Exist
        Join-Path $folder 'docker/.ecrlogin.lock' | Should -Not -Exist
    }
}
