BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Clients.ps1
    . $PSScriptRoot/Support/Logins.ps1
    Enter-TestEnvironment $TestDrive
    & $env:ECRLOGIN_LOCAL_ECR certs "$TestDrive/certs" --name 111122223333.dkr.ecr.us-east-1.amazonaws.com
    Open-LocalEcr "--tls $TestDrive/certs/good.pem $TestDrive/certs/good.key --proxy"
    $lines = 1..2 | ForEach-Object { $service.StandardOutput.ReadLine() }
    $script:secure = @($lines -match 'https:')[0] -replace '^.*https://'
    $script:proxy = @($lines -match 'proxy')[0] -replace '^.*(http://\S+).*$', '$1'
    $script:first = '111122223333.dkr.ecr.us-east-1.amazonaws.com'
    $script:second = '222222222222.dkr.ecr.eu-west-1.amazonaws.com'
    $script:path = $env:PATH

    # The registries answer under their own names, on this machine.
    function Use-Registry([hashtable] $Settings = @{}) {
        Use-EcrSetting (@{ proxy = @{ routes = @{ '*' = $secure.Replace('localhost', '127.0.0.1') } } } + $Settings)
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'Test-ECRLogin' {
    BeforeEach {
        $script:folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        # No client but those of a test.
        $env:PATH = $folder
        $env:DOCKER_CONFIG = Join-Path $folder 'docker'
        $env:REGISTRY_AUTH_FILE = Join-Path $folder 'podman.json'
        $script:config = Join-Path $env:DOCKER_CONFIG 'config.json'
        Write-Login $config ([ordered]@{ $first = 45; $second = -5 })
        Use-Registry
    }

    AfterEach {
        $env:PATH = $path
    }

    It 'is <Wanted> for <Name> and <Life>' -ForEach @(
        @{ Name = '111122223333'; Life = $null; Wanted = $true }
        @{ Name = '111122223333'; Life = '00:30'; Wanted = $true }
        @{ Name = '111122223333'; Life = '01:00'; Wanted = $false }
        @{ Name = '111122223333'; Life = [timespan]::FromMinutes(60); Wanted = $false }
        @{ Name = '111122223333'; Life = [timespan]::Zero; Wanted = $true }
        @{ Name = '222222222222.dkr.ecr.eu-west-1.amazonaws.com'; Life = '00:00'; Wanted = $false }
        @{ Name = '222222222222'; Life = '00:00'; Wanted = $false }
        @{ Name = '333333333333'; Life = $null; Wanted = $false }
        @{ Name = 'public.ecr.aws'; Life = $null; Wanted = $false }
    ) {
        $more = if ($Life) { @{ MinimumLife = $Life } } else { @{} }
        $answer = Test-ECRLogin $Name @more
        $answer | Should -BeOfType bool
        $answer | Should -Be $Wanted
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'gives one answer for all that is named or piped' {
        $both = $first, $second
        Test-ECRLogin | Should -BeTrue
        @(Test-ECRLogin $both).Count | Should -Be 1
        Test-ECRLogin $both | Should -BeFalse
        $both | Test-ECRLogin | Should -BeFalse
        @($first, $first | Test-ECRLogin).Count | Should -Be 1
        $first, "$first/app:1", '# a comment' | Test-ECRLogin | Should -BeTrue
        @() | Test-ECRLogin | Should -BeNullOrEmpty
        Get-ECRLogin | Test-ECRLogin | Should -BeFalse
        Get-ECRLogin $first | Test-ECRLogin | Should -BeTrue
    }

    It 'takes an account as its registry in the Region in force' {
        Test-ECRLogin 111122223333 -Region us-east-1 | Should -BeTrue
        Test-ECRLogin 111122223333 -Region eu-west-1 | Should -BeFalse
        Test-ECRLogin 111122223333 -Region us-east-1, eu-west-1 | Should -BeFalse
        $StoredAWSRegion = 'eu-west-1'
        Test-ECRLogin 111122223333 | Should -BeFalse
        $null = $StoredAWSRegion
    }

    It 'says why with -Verbose' {
        $said = Test-ECRLogin $first, $second, 333333333333 -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$said" | Should -Match "${first}: the login lasts 4\d minutes yet"
        "$said" | Should -Match "${second}: the login has ended"
        "$said" | Should -Match '333333333333\.dkr\S+: .*config\.json has no login'
    }

    It 'refuses -MinimumLife <_>, which PowerShell would take for another time' -ForEach 30, '30', -1, '-01:00', 'soon' {
        Get-ThrownId { Test-ECRLogin $first -MinimumLife $_ } | Should -BeExactly 'ParameterArgumentTransformationError'
    }

    It 'says how a day is written, which no clock shows' {
        "$((Get-Record { Test-ECRLogin $first -MinimumLife 24:00 }).Thrown)" | Should -BeLike '*1.00:00 for a day*'
        Test-ECRLogin $first -MinimumLife 1.00:00 | Should -BeFalse
    }

    It 'looks where the client is that Connect-ECRRegistry would take' {
        Write-Login $env:REGISTRY_AUTH_FILE @{ $second = 60 }
        Test-ECRLogin $second | Should -BeFalse
        Test-ECRLogin $second -Tool podman | Should -BeTrue
        Test-ECRLogin $second -ConfigPath $env:REGISTRY_AUTH_FILE | Should -BeTrue
        $null = Add-Client $folder 'podman'
        Test-ECRLogin $second | Should -BeTrue
    }

    It 'gives no answer where nobody knows' {
        Set-Content $config '{'
        $record = Get-Record { Test-ECRLogin $first }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.ClientConfigInvalid'
        $record.Output | Should -BeNullOrEmpty
        Write-Login $config @{} @{ credsStore = 'own' }
        $record = Get-Record { Test-ECRLogin $first }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.CredentialStoreMissing'
        $record.Output | Should -BeNullOrEmpty
        Get-ThrownId { Test-ECRLogin 'no registry' } | Should -BeExactly 'EcrLogin.InvalidRegistryName'
    }

    Context 'Online' {
        BeforeEach {
            $env:HTTPS_PROXY = $proxy
            $env:AWS_CA_BUNDLE = "$TestDrive/certs/ca.pem"
        }

        AfterEach {
            $env:HTTPS_PROXY = $env:AWS_CA_BUNDLE = $null
        }

        It 'asks the registry whether it takes the login' {
            $password = Get-Password 45
            Use-Registry @{ tokens = @{ '111122223333' = @{ password = $password } } }
            Write-Login $config @{ $first = $password }
            Test-ECRLogin $first -Online | Should -BeTrue
            Write-Login $config @{ $first = (Get-Password 46) }
            Test-ECRLogin $first -Online | Should -BeFalse
            Test-ECRLogin $first | Should -BeTrue
            @(Get-EcrCall).operation | Select-Object -Unique | Should -BeExactly 'Ping'
        }

        It 'takes what happens on the way for no answer: <Scenario>' -ForEach @(
            @{ Scenario = 'no proxy'; Break = { $env:HTTPS_PROXY = 'http://127.0.0.1:1' }; Code = 'ProxyFailed' }
            @{ Scenario = 'another authority'; Break = { $env:AWS_CA_BUNDLE = "$TestDrive/certs/self-signed.pem" }; Code = 'TlsFailed' }
            @{ Scenario = 'a server error'; Break = { Use-Registry @{ registry = @{ status = 500 } } }; Code = 'ServiceError' }
            @{ Scenario = 'a limit'; Break = { Use-Registry @{ registry = @{ status = 429 } } }; Code = 'Throttled' }
        ) {
            & $Break
            $record = Get-Record { Test-ECRLogin $first -Online }
            Get-ErrorId $record.Thrown | Should -BeExactly "EcrLogin.$Code"
            $record.Output | Should -BeNullOrEmpty
            $record.Thrown.TargetObject | Should -BeExactly $first
        }

        It 'honours -CABundle, -SkipCertificateCheck and the limits of time' {
            $env:AWS_CA_BUNDLE = "$TestDrive/certs/self-signed.pem"
            Test-ECRLogin $first -Online -CABundle "$TestDrive/certs/ca.pem" | Should -BeFalse
            $answer = Test-ECRLogin $first -Online -SkipCertificateCheck -WarningVariable warned -WarningAction SilentlyContinue
            $answer | Should -BeFalse
            "$warned" | Should -Match 'not verified'
            Use-Registry @{ fault = @{ kind = 'hang' }; fault_on = @('Ping') }
            Get-ThrownId { Test-ECRLogin $first -Online -CABundle "$TestDrive/certs/ca.pem" -ReadTimeoutSec 0.3 } | Should -BeExactly 'EcrLogin.ReadTimeout'
        }
    }
}
