BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Clients.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr

    function Get-Key($Path) { @((Get-Content $Path -Raw | ConvertFrom-Json).auths.PSObject.Properties.Name) }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'What Connect-ECRRegistry tells' {
    BeforeEach {
        Use-EcrSetting
        Use-Client
        $script:ids = 1..21 | ForEach-Object { '{0:000000000000}' -f $_ }
    }

    It 'is a line for each registry up to twenty' {
        $record = Get-Record { $ids[0..19] | Connect-ECRRegistry }
        $record.Information.Count | Should -Be 20
        "$($record.Information[19])" | Should -Match '^Login Succeeded: 000000000020\.dkr\.\S+ \(docker, until \d\d:\d\d\)$'
    }

    It 'is one line above twenty, and the others with -Verbose' {
        $record = Get-Record { $ids | Connect-ECRRegistry -Verbose }
        $record.Information.Count | Should -Be 1
        "$($record.Information[0])" | Should -Match '^Login Succeeded: 21 registries \(docker, until \d\d:\d\d\)$'
        @("$($record.Verbose -join "`n")" -split "`n" -match '^Login Succeeded: \d{12}\.dkr\.').Count | Should -Be 21
        $record = Get-Record { $ids | Disconnect-ECRRegistry }
        "$($record.Information)" | Should -BeExactly 'Logout Succeeded: 21 registries (docker)'
    }

    It 'above twenty tells each kind by itself' {
        $null = $ids[0..1] | Connect-ECRRegistry 6>&1
        $record = Get-Record { $ids | Disconnect-ECRRegistry }
        $record.Information | ForEach-Object { "$_" } | Should -BeExactly 'Logout Succeeded: 2 registries (docker)', 'Not logged in: 19 registries (docker)'
    }

    It 'as objects logs out again where the login went, <Scenario>' -ForEach @(
        @{ Scenario = 'with -ConfigPath'; Tool = 'docker'; Path = 'X'; File = 'X/config.json' }
        @{ Scenario = 'with -ConfigPath of podman'; Tool = 'podman'; Path = 'auth.json'; File = 'auth.json' }
    ) {
        $null = Add-Client (Split-Path $client) 'podman'
        $place = Join-Path (Split-Path $client) $Path
        $login = Connect-ECRRegistry -Tool $Tool -ConfigPath $place -PassThru
        $login.ConfigPath | Should -BeExactly $place
        $stored = Join-Path (Split-Path $client) $File
        $login.Store | Should -BeExactly $stored
        Get-Key $stored | Should -BeExactly (Get-HostName 111122223333)
        ($login | Disconnect-ECRRegistry -PassThru).Status | Should -BeExactly 'Removed'
        Get-Key $stored | Should -BeNullOrEmpty
    }

    It 'as objects of several places logs out of each' {
        $null = Add-Client (Split-Path $client) 'podman'
        $folder = Split-Path $client
        $logins = @(
            Connect-ECRRegistry -ConfigPath "$folder/A" -PassThru
            Connect-ECRRegistry -ConfigPath "$folder/B" -PassThru
            Connect-ECRRegistry -Tool podman -ConfigPath "$folder/auth.json" -PassThru
        )
        $done = $logins | Disconnect-ECRRegistry -PassThru
        $done.Status | Should -BeExactly 'Removed', 'Removed', 'Removed'
        $done.ConfigPath | Should -BeExactly ('A', 'B', 'auth.json' | ForEach-Object { Join-Path $folder $_ })
    }
}

Describe 'What -WhatIf tells' {
    BeforeEach {
        Use-EcrSetting
        Use-Client
    }

    AfterEach {
        Get-EcrCall | Should -BeNullOrEmpty
        Get-ClientRun $client | Should -BeNullOrEmpty
    }

    It 'is the error that there would be: <Code>' -ForEach @(
        @{ Code = 'ProfileNotFound'; Call = { Connect-ECRRegistry -ProfileName nobody -WhatIf } }
        @{ Code = 'ToolNotFound'; Call = { $env:PATH = $TestDrive; Connect-ECRRegistry -Tool crane -WhatIf } }
        @{ Code = 'RegionMismatch'; Call = { Connect-ECRRegistry 111122223333.dkr.ecr.eu-west-1.amazonaws.com -Region us-west-2 -WhatIf } }
        @{ Code = 'InvalidRegistryName'; Call = { Connect-ECRRegistry -RegistryId nginx:latest -WhatIf } }
        @{ Code = 'InvalidRegistryName'; Call = { Disconnect-ECRRegistry junk -WhatIf } }
    ) {
        Get-ThrownId $Call | Should -BeExactly "EcrLogin.$Code"
    }

    It 'is one error for a bad name among good ones' {
        $record = Get-Record { '111122223333', 'nginx:latest' | Connect-ECRRegistry -WhatIf }
        $record.Thrown | Should -BeNullOrEmpty
        $record.Error.Count | Should -Be 1
        $record.Error[0].TargetObject | Should -BeExactly 'nginx:latest'
    }
}

Describe 'A bad name among good ones' {
    It 'is one error, and the others are logged in' {
        Use-EcrSetting
        Use-Client
        $record = Get-Record { '111122223333', 'nginx:latest' | Connect-ECRRegistry -PassThru }
        $record.Thrown | Should -BeNullOrEmpty
        $record.Output.Registry | Should -BeExactly (Get-HostName 111122223333)
        $record.Error.Count | Should -Be 1
        Get-ErrorId $record.Error[0] | Should -BeExactly 'EcrLogin.InvalidRegistryName'
    }
}

Describe '-ToolTimeoutSec of Disconnect-ECRRegistry' {
    It 'ends a credential store that does not answer' {
        Use-Client
        $null = Add-Client (Split-Path $client) 'docker-credential-slow' 'wait 30000'
        $null = New-Item -ItemType Directory $env:DOCKER_CONFIG
        Set-Content "$env:DOCKER_CONFIG/config.json" '{"credsStore":"slow"}'
        $record = Get-Record { Disconnect-ECRRegistry 111122223333 -ToolTimeoutSec 0.3 }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.CredentialStoreFailed'
        # One that ends by itself is told by what it said.
        "$($record.Thrown)" | Should -BeLike '*did not end within 0.3 s*'
    }
}
