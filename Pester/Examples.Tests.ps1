# Every example of the help, of the about topic and of the README, run against the local endpoint.

BeforeDiscovery {
    . $PSScriptRoot/Support/Examples.ps1
    $examples = @(Get-Example $env:ECRLOGIN_MODULE (Split-Path $PSScriptRoot))
}

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Clients.ps1
    . $PSScriptRoot/Support/Hosts.ps1
    . $PSScriptRoot/Support/Logins.ps1
    . $PSScriptRoot/Support/Examples.ps1
    Enter-TestEnvironment $TestDrive
    & $env:ECRLOGIN_LOCAL_ECR certs "$TestDrive/certs"
    Open-LocalEcr "--tls $TestDrive/certs/good.pem $TestDrive/certs/good.key"
    $script:secure = $service.StandardOutput.ReadLine() -replace '^listening on '
    Copy-Item "$TestDrive/certs/ca.pem" "$TestDrive/corp-ca.pem"
    Initialize-ExampleWorld $TestDrive
    $env:PATH = "$TestDrive/bin$([IO.Path]::PathSeparator)$env:PATH"
    $env:DOCKER_CONFIG = "$TestDrive/.docker"
    $env:REGISTRY_AUTH_FILE = "$TestDrive/auth.json"

    # The logins that container clients were asked for: host and password.
    function Get-ClientLogin {
        foreach ($client in 'docker', 'podman', 'helm') {
            foreach ($run in Get-ClientRun "$TestDrive/bin/$client$programEnding" | Where-Object Arguments -Contains 'login') {
                $at = $run.Arguments.IndexOf('--password')
                $password = if ($at -ge 0) { $run.Arguments[$at + 1] } else { $run.Text.Trim() }
                [pscustomobject]@{ Host = $run.Host -replace '^https://'; Password = $password }
            }
        }
    }

    # The variables of a pipeline's own system, beside those that its file sets.
    function Get-PipelineVariable([hashtable] $Own) {
        $all = @{
            AWS_ACCESS_KEY_ID = $null; AWS_SECRET_ACCESS_KEY = $null; AWS_REGION = $null
            ACTIONS_ID_TOKEN_REQUEST_URL = 'https://oidc.example.com/?id=1'; ACTIONS_ID_TOKEN_REQUEST_TOKEN = 'asked'
            WEB_IDENTITY = 'web-identity-token'; WORKSPACE = "$TestDrive/work"; TMPDIR = "$TestDrive/work"
        }
        foreach ($name in $Own.Keys) {
            $all[$name] = switch -Wildcard ($Own[$name]) {
                '$(AWS_ACCESS_KEY_ID)' { $accessKey }
                '$(AWS_SECRET_ACCESS_KEY)' { $secretKey }
                default { $_.Replace('${{ runner.temp }}', "$TestDrive/work") }
            }
        }
        $all
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'The examples' {
    It 'are found: <Count> or more of <Source>' -ForEach @(
        @{ Source = 'about_EcrLogin'; Count = 8 }
        @{ Source = 'README'; Count = 9 }
        @{ Source = 'README, new line'; Count = 9 }
        @{ Source = 'README, pipeline'; Count = 4 }
    ) {
        @(Get-Example $env:ECRLOGIN_MODULE (Split-Path $PSScriptRoot) | Where-Object { $_.Source -eq $Source }).Count |
            Should -BeGreaterOrEqual $Count
        Import-Module $manifest
    }
}

Describe 'An example' {
    BeforeEach {
        Restore-ExampleWorld $TestDrive
    }

    It 'of <Source> works: <Title>' -ForEach $examples {
        $isPipeline = $Source -eq 'README, pipeline'
        $forgets = $Code -match 'Clear-ECRTokenCache( -Verbose)?$'
        if ($isPipeline) { $Variables = Get-PipelineVariable $Variables }
        if ($Code -match '-CABundle') { $Variables = @{ AWS_ENDPOINT_URL = $secure } }
        if ($forgets) { $null = Get-ECRLoginPassword -UseCache }

        $run = Invoke-Example $Code $TestDrive $Variables

        $run.Thrown | Should -BeNullOrEmpty
        $run.Errors | Should -BeNullOrEmpty
        $calls = @(Get-EcrCall)
        $refused = @($calls | Where-Object status -NE 200)
        $refused | Should -BeNullOrEmpty

        # Whoever is logged in has the password of the registry: of the account named, or of the caller's own.
        $logins = @(Get-ClientLogin)
        foreach ($login in $logins) {
            $account = if ($login.Host -match '^(\d{12})\.') { $Matches[1] } elseif ($login.Host -eq 'public.ecr.aws') { 'public' } else { '111122223333' }
            $login.Password | Should -BeExactly "password-for-$account"
        }
        if ($Code -match '-NoClient') {
            $kept = (Get-Content "$TestDrive/work/auth.json" -Raw | ConvertFrom-Json).auths.PSObject.Properties
            $kept.Name | Should -BeExactly '111122223333.dkr.ecr.us-east-1.amazonaws.com'
        } elseif ($Code -match '\bConnect-ECRRegistry|Auth-ECR|\blogin --|Invoke-Expression') {
            $logins.Count | Should -BeGreaterThan 0
        }
        if ($Code -match '(^|\n)(EcrLogin\\)?Get-ECR(LoginCommand|AuthorizationToken)[^|\n]*$' -and $Code -notmatch 'Skeleton|-Select ') {
            $run.Output[-1].PSObject.TypeNames[0] | Should -Match '^EcrLogin\.(LoginCommand|AuthorizationData)$'
        }
        if ($isPipeline -and $Variables['AWS_ROLE_ARN']) { $calls.operation | Should -Contain 'AssumeRoleWithWebIdentity' }
        if ($Code -match 'Disconnect-ECRRegistry' -and -not $isPipeline) {
            $file = if ($Code -match 'podman') { 'auth.json' } else { '.docker/config.json' }
            $left = (Get-Content "$TestDrive/$file" -Raw | ConvertFrom-Json).auths.PSObject.Properties.Name
            $left.Count | Should -BeLessThan $keptHosts.Count
            $left | Should -Contain 'https://index.docker.io/v1/'
        }
        if ($forgets) {
            $null = Get-ECRLoginPassword -UseCache
            @(Get-EcrCall).Count | Should -BeGreaterThan $calls.Count
        }
        # Nothing at all would be no example; what these do is looked at above.
        if ($Code -notmatch '^(Clear-ECRTokenCache|Install-Module)|Disconnect-ECRRegistry') { $run.Output.Count + $logins.Count + $calls.Count | Should -BeGreaterThan 0 }
    }

    It 'of the cache asks the service once for a hundred passwords' {
        $code = (Get-Example $env:ECRLOGIN_MODULE (Split-Path $PSScriptRoot) | Where-Object { $_.Code -match '1\.\.100' }).Code
        Import-Module $manifest
        $null = Invoke-Example $code $TestDrive @{}
        @(Get-EcrCall).Count | Should -Be 1
    }

    It 'that fails is seen to: <Scenario>' -ForEach @(
        @{ Scenario = 'an error that ends it'; Code = 'Get-ECRLoginCommand -ProfileName nobody' }
        @{ Scenario = 'an error that does not'; Code = 'Get-ECRLoginCommand -NoSignRequest' }
        @{ Scenario = 'a parameter that is not there'; Code = 'Connect-ECRRegistry -Registri 111122223333' }
    ) {
        $run = Invoke-Example $Code $TestDrive @{}
        @($run.Thrown) + $run.Errors | Should -Not -BeNullOrEmpty
    }
}
