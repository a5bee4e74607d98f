# Logins for real: a real PowerShell, the real library, a real docker and a real registry.

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Servers.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    $script:password = 'eyJwYXls' + [guid]::NewGuid().ToString('N')
    $script:server = Open-Registry ([Net.NetworkCredential]::new('AWS', $password)) $TestDrive '0.0.0.0'
    $script:port = $server.Address -replace '^.*:'

    # One registry, under as many addresses of this machine as there are accounts.
    $script:registries = [ordered]@{}
    $tokens = @{}
    foreach ($number in 1..20) {
        $account = '{0:d12}' -f $number
        $registries[$account] = "127.0.0.${number}:$port"
        $tokens[$account] = @{ password = $password; proxy_endpoint = "http://$($registries[$account])" }
    }
    $tokens['111122223333'] = @{ password = $password; proxy_endpoint = "http://127.0.0.1:$port" }
    $tokens['999999999999'] = @{ password = 'another'; proxy_endpoint = "http://127.0.0.1:$port" }
    Use-EcrSetting @{ tokens = $tokens }

    # Starts a script in a process of its own, with the module imported.
    function Open-Process($Script) {
        $file = Join-Path $TestDrive "$([guid]::NewGuid()).ps1"
        Set-Content $file "Import-Module '$manifest'; $Script"
        $start = @{
            FilePath = (Get-Process -Id $PID).Path; ArgumentList = "-NoLogo -NoProfile -NonInteractive -File `"$file`""
            RedirectStandardOutput = "$file.out"; RedirectStandardError = "$file.err"; PassThru = $true
        }
        Start-Process @start | Add-Member -PassThru NoteProperty Log "$file.out"
    }

    # What a registry answers to the user and password that docker has stored for it.
    function Test-Login($Config, $Registry) {
        $stored = (Get-Content $Config -Raw | ConvertFrom-Json).auths.PSObject.Properties[$Registry]
        if ($null -eq $stored) { return 'no login' }
        $header = @{ Authorization = "Basic $($stored.Value.auth)" }
        (Invoke-WebRequest "http://$Registry/v2/" -Headers $header -UseBasicParsing -SkipHttpErrorCheck).StatusCode
    }
}

AfterAll {
    Close-Server $server
    Exit-TestEnvironment
}

Describe 'Logins with a real docker' -Tag 'Registry' {
    BeforeEach {
        $env:DOCKER_CONFIG = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        $script:config = Join-Path $env:DOCKER_CONFIG 'config.json'
        Set-Content $config '{"auths":{"https://index.docker.io/v1/":{"auth":"eDp5"}},"credHelpers":{"ghcr.io":"pass"},"psFormat":"table"}'
        chmod 640 $config
    }

    AfterEach {
        # What was there before.
        $kept = Get-Content $config -Raw | ConvertFrom-Json
        $kept.auths.'https://index.docker.io/v1/'.auth | Should -BeExactly 'eDp5'
        $kept.credHelpers.'ghcr.io' | Should -BeExactly 'pass'
        $kept.psFormat | Should -BeExactly 'table'
        (Get-Item $config).UnixMode | Should -BeExactly '-rw-r-----'
    }

    It 'of two processes at once to 20 registries are all kept, and no list of processes shows the password' {
        $go = Join-Path $TestDrive 'go'
        $accounts = @($registries.Keys)
        $shells = foreach ($first in 0, 1) {
            $own = 0..9 | ForEach-Object { "'$($accounts[2 * $_ + $first])'" }
            Open-Process "
                while (-not (Test-Path '$go')) { Start-Sleep -Milliseconds 10 }
                (Connect-ECRRegistry -RegistryId $($own -join ',') -PassThru).Status"
        }
        $null = New-Item $go
        $seen = [Collections.Generic.HashSet[string]]::new()
        while (@($shells | Where-Object { -not $_.HasExited }).Count -gt 0) {
            # With the variables of every process.
            foreach ($line in ps axwwe) { $null = $seen.Add($line) }
        }

        foreach ($shell in $shells) { Get-Content $shell.Log | Should -BeExactly @(@('Succeeded') * 10) }
        foreach ($registry in $registries.Values) { Test-Login $config $registry | Should -Be 200 -Because $registry }
        (Get-Content $config -Raw | ConvertFrom-Json).auths.PSObject.Properties | Should -HaveCount 21
        @($seen -match 'docker login --username AWS --password-stdin 127\.').Count | Should -BeGreaterThan 0
        @($seen -match 'DOCKER_CONFIG=').Count | Should -BeGreaterThan 0
        $seen -match $password | Should -BeNullOrEmpty
        $seen -match [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("AWS:$password")).Substring(0, 40) | Should -BeNullOrEmpty
    }

    It 'are made by Auth-ECR with a key pair, and taken back by Disconnect-ECRRegistry' {
        $login = Auth-ECR $accessKey $secretKey -PassThru
        $login.Registry | Should -BeExactly "127.0.0.1:$port"
        Test-Login $config $login.Registry | Should -Be 200
        Disconnect-ECRRegistry -ServerAddress $login.Registry
        Test-Login $config $login.Registry | Should -Be 'no login'
    }

    It 'go under a server address of the user' {
        Connect-ECRRegistry -RegistryId 000000000001 -ServerAddress "http://127.0.0.99:$port"
        Test-Login $config "127.0.0.99:$port" | Should -Be 200
        Test-Login $config "127.0.0.1:$port" | Should -Be 'no login'
    }

    It 'that the registry refuses are told in the words of docker, beside those that it takes' {
        $record = Get-Record { Connect-ECRRegistry -RegistryId 999999999999, 000000000002 -PassThru -ErrorAction Continue }
        $record.Output.Registry | Should -BeExactly "127.0.0.2:$port"
        Get-ErrorId $record.Error[0] | Should -BeExactly 'EcrLogin.ToolFailed'
        "$($record.Error[0])" | Should -Match '401 Unauthorized'
    }

    It 'work by a pipe from Get-ECRLoginPassword, with the default $OutputEncoding' {
        $shell = Open-Process "Get-ECRLoginPassword | docker login --username AWS --password-stdin 127.0.0.1:$port"
        $shell.WaitForExit()
        Get-Content $shell.Log -Raw | Should -Match 'Login Succeeded'
        Test-Login $config "127.0.0.1:$port" | Should -Be 200
    }
}
