# The whole way: a real PowerShell, the real library, an AWS that nobody here wrote, a real client and a real registry.

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Servers.ps1
    Enter-TestEnvironment $TestDrive

    # A folder of its own for every server and client.
    function Get-Folder { (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName }

    # Runs a login command with a configuration of its own. Gives docker's words, exit code and stored logins.
    function Invoke-Login($Command) {
        # docker warns on its error stream, which is no failure.
        $ErrorActionPreference = 'Continue'
        $PSNativeCommandUseErrorActionPreference = $false
        $env:DOCKER_CONFIG = Get-Folder
        $words = Invoke-Expression "$Command 2>&1" | Out-String
        $config = Join-Path $env:DOCKER_CONFIG 'config.json'
        $stored = if (Test-Path $config) { (Get-Content $config -Raw | ConvertFrom-Json).auths.PSObject.Properties }
        [pscustomobject]@{ Words = $words; ExitCode = $LASTEXITCODE; Stored = $stored }
    }

    function Get-Login($Name, $Text) { [Net.NetworkCredential]::new($Name, $Text) }

    function ConvertFrom-Base64($Text) { [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($Text)) }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'An AWS that nobody here wrote' -Tag 'Moto' {
    BeforeAll {
        $script:moto = Open-Moto (Get-Folder)
        $env:AWS_ENDPOINT_URL = $moto.Address
        $env:AWS_ACCESS_KEY_ID = $accessKey
        $env:AWS_SECRET_ACCESS_KEY = $secretKey
        $env:AWS_REGION = 'eu-central-1'
    }

    AfterAll {
        Close-Server $moto
    }

    It 'gives the login of the default registry' {
        $login = Get-ECRLoginCommand
        $login.Username | Should -BeExactly 'AWS'
        $login.ProxyEndpoint | Should -Match '^https://\d{12}\.dkr\.ecr\.eu-central-1\.amazonaws\.com$'
        $account = $login.ProxyEndpoint.Substring(8, 12)
        $login.Password | Should -BeExactly "$account-auth-token"
        $login.Command | Should -BeExactly "docker login --username AWS --password '$account-auth-token' $($login.ProxyEndpoint)"
        $login.ExpiresAt.Kind | Should -Be 'Local'
    }

    It 'gives each of 25 piped registries its own' {
        $ids = 101..125 | ForEach-Object { "000000000$_" }
        $logins = $ids | Get-ECRLoginCommand
        $logins.Password | Should -BeExactly ($ids | ForEach-Object { "$_-auth-token" })
        $logins.ProxyEndpoint | Should -BeExactly ($ids | ForEach-Object { "https://$_.dkr.ecr.eu-central-1.amazonaws.com" })
    }

    It 'takes the region and the keys of a profile' {
        $folder = Get-Folder
        Set-Content "$folder/config" '[profile there]', 'region = ap-southeast-2'
        Set-Content "$folder/credentials" '[there]', "aws_access_key_id = $accessKey", "aws_secret_access_key = $secretKey"
        $env:AWS_CONFIG_FILE = "$folder/config"
        $env:AWS_SHARED_CREDENTIALS_FILE = "$folder/credentials"
        $env:AWS_REGION = $null
        try {
            (Get-ECRLoginCommand -ProfileName there).ProxyEndpoint | Should -BeLike '*.ap-southeast-2.*'
        } finally {
            $env:AWS_CONFIG_FILE = $env:AWS_SHARED_CREDENTIALS_FILE = $null
            $env:AWS_REGION = 'eu-central-1'
        }
    }

    It 'logs docker in to a real registry with what it gave' -Tag 'Registry' {
        $login = Get-ECRLoginCommand -RegistryId 111122223333
        $registry = Open-Registry (Get-Login $login.Username $login.Password) (Get-Folder)
        try {
            # The host of the service is not of this machine; all else of the command is as it came.
            $done = Invoke-Login $login.Command.Replace($login.ProxyEndpoint, "http://$($registry.Address)")
            $done.Words | Should -Match 'Login Succeeded'
            $done.ExitCode | Should -Be 0
        } finally {
            Close-Server $registry
        }
    }
}

Describe 'A real docker and a real registry' -Tag 'Registry' {
    BeforeAll {
        Open-LocalEcr
        # Everything that a command line can stumble over and docker's registry takes, in at most 72 bytes.
        $script:password = "a b`$(exit 3)``;'| & {x}#$([char]0x2018)$([char]0x2019),@(1) 100% ~/* --debug"
        $script:registry = Open-Registry (Get-Login 'AWS' $password) (Get-Folder)
        $script:address = $registry.Address
    }

    AfterAll {
        Close-Server $registry
        Close-LocalEcr
    }

    It 'logs in with Invoke-Expression and Command' {
        Use-EcrSetting @{ tokens = @{ '111122223333' = @{ password = $password; proxy_endpoint = "http://$address" } } }

        $done = Invoke-Login (Get-ECRLoginCommand).Command

        $done.Words | Should -Match 'Login Succeeded'
        $done.ExitCode | Should -Be 0
        $done.Stored.Name | Should -BeExactly $address
        ConvertFrom-Base64 $done.Stored.Value.auth | Should -BeExactly "AWS:$password"
    }

    It 'is told by the registry when the password is another' {
        Use-EcrSetting @{ tokens = @{ '111122223333' = @{ password = 'another'; proxy_endpoint = "http://$address" } } }

        $done = Invoke-Login (Get-ECRLoginCommand).Command

        $done.Words | Should -Match '401 Unauthorized'
        $done.ExitCode | Should -Not -Be 0
    }

    It 'logs in with the password on standard input' {
        $plain = 'eyJwYXlsb2Fk/of+plain=letters=='
        $second = Open-Registry (Get-Login 'AWS' $plain) (Get-Folder)
        try {
            Use-EcrSetting @{ tokens = @{ '111122223333' = @{ password = $plain; proxy_endpoint = "http://$($second.Address)" } } }
            $login = Get-ECRLoginCommand
            $done = Invoke-Login '$login.Password | docker login --username $login.Username --password-stdin $login.ProxyEndpoint'
            $done.Words | Should -Match 'Login Succeeded'
            $done.ExitCode | Should -Be 0
        } finally {
            Close-Server $second
        }
    }

    It 'lets a client pull that has nothing but what a pull secret holds' -Tag 'crane' {
        $registry = Open-Registry (Get-Login 'AWS' 'password') (Get-Folder)
        Push-Location (Get-Folder)
        try {
            Use-EcrSetting @{ tokens = @{ '111122223333' = @{ password = 'password'; proxy_endpoint = "http://$($registry.Address)" } } }
            $env:DOCKER_CONFIG = $PWD
            $secret = Get-ECRLoginCommand | ConvertTo-ECRPullSecret ecr | ConvertFrom-Json
            $config = Join-Path $PWD 'config.json'
            [IO.File]::WriteAllText($config, (ConvertFrom-Base64 $secret.data.'.dockerconfigjson'))
            Set-Content notes.txt 'What is kept.'
            tar -czf layer.tgz notes.txt
            $image = "$($registry.Address)/team/app:1"
            $said = crane append --new_layer layer.tgz --new_tag $image 2>&1 | Out-String
            $LASTEXITCODE | Should -Be 0 -Because $said

            $said = crane pull $image image.tar 2>&1 | Out-String
            $LASTEXITCODE | Should -Be 0 -Because $said
            (Get-Item image.tar).Length | Should -BeGreaterThan 0

            [IO.File]::WriteAllText($config, '{}')
            $said = crane pull $image again.tar 2>&1 | Out-String
            $LASTEXITCODE | Should -Not -Be 0
            $said | Should -Match '401|unauthorized'
        } finally {
            Pop-Location
            Close-Server $registry
        }
    }

    foreach ($client in 'oras', 'crane', 'helm') {
        It 'lets <_> store a file of its own, until it is logged out' -ForEach $client -Tag $client {
            $registry = Open-Registry (Get-Login 'AWS' 'password') (Get-Folder)
            Push-Location (Get-Folder)
            try {
                Use-EcrSetting @{ tokens = @{ '111122223333' = @{ password = 'password'; proxy_endpoint = "http://$($registry.Address)" } } }
                $config = Join-Path $PWD 'config.json'
                $env:DOCKER_CONFIG = $PWD
                Set-Content notes.txt 'What is kept.'
                $null = New-Item -ItemType Directory chart
                Set-Content chart/Chart.yaml 'apiVersion: v2', 'name: chart', 'version: 0.1.0'
                tar -czf chart-0.1.0.tgz chart
                $push = @{
                    oras  = 'push', '--plain-http', '--registry-config', $config, "$($registry.Address)/notes:1", 'notes.txt'
                    crane = 'append', '--new_layer', 'chart-0.1.0.tgz', '--new_tag', "$($registry.Address)/image:1"
                    helm  = 'push', '--plain-http', '--registry-config', $config, 'chart-0.1.0.tgz', "oci://$($registry.Address)"
                }[$_]

                $login = Connect-ECRRegistry -Tool $_ -ConfigPath $config -PassThru
                $login.Status | Should -Be 'Succeeded'
                $said = & $_ @push 2>&1 | Out-String
                $LASTEXITCODE | Should -Be 0 -Because $said

                $login | Disconnect-ECRRegistry -Tool $_ -ConfigPath $config
                $said = & $_ @push 2>&1 | Out-String
                $LASTEXITCODE | Should -Not -Be 0
                $said | Should -Match '401|unauthorized|no basic auth|basic credential not found'
            } finally {
                Pop-Location
                Close-Server $registry
            }
        }
    }
}
