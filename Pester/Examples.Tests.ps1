# Every example of the help, of the about topic and of the README, run against the local endpoint.

BeforeDiscovery {
    . $PSScriptRoot/Support/Examples.ps1
    $found = @(Get-Example $env:ECRLOGIN_MODULE (Split-Path $PSScriptRoot))
    $ofMachines = @($found | Where-Object Code -Match 'New-PSSession')
    $ofNodes = @($found | Where-Object Code -Match 'runtimes/linux-x64')
    $examples = @($found | Where-Object { $_ -notin $ofMachines + $ofNodes })
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
        @{ Source = 'about_EcrLogin'; Count = 12 }
        @{ Source = 'README'; Count = 15 }
        @{ Source = 'docs/scale.md'; Count = 1 }
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
        if ($Code -match '\bInstall-ECRCredentialHelper' -and $Code -notmatch '-WhatIf') {
            $config = Get-Content "$TestDrive/.docker/config.json" -Raw | ConvertFrom-Json
            $helpers = if ($Code -match '-AsStore') { $config.credsStore } else { $config.credHelpers.PSObject.Properties.Value }
            @($helpers | Select-Object -Unique) | Should -BeExactly 'ecrlogin'
            foreach ($told in $run.Output | Where-Object { $_.PSObject.TypeNames -contains 'EcrLogin.CredentialHelper' }) {
                $told.Problems | Should -BeNullOrEmpty -Because $told.Registry
            }
        }
        if ($Code -match 'kubectl apply') {
            $applied = @(Get-ClientRun "$TestDrive/bin/kubectl$programEnding")
            $applied.Count | Should -BeGreaterThan 0
            foreach ($secret in ($applied.Text -join "`n").Trim() -split '\s*\n' | ConvertFrom-Json) {
                $secret.kind | Should -BeExactly 'Secret'
                $config = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($secret.data.'.dockerconfigjson')) | ConvertFrom-Json
                foreach ($entry in $config.auths.PSObject.Properties) {
                    [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($entry.Value.auth)) |
                        Should -BeExactly "AWS:password-for-$($entry.Name.Substring(0, 12))"
                }
            }
        }
        if ($forgets) {
            $null = Get-ECRLoginPassword -UseCache
            @(Get-EcrCall).Count | Should -BeGreaterThan $calls.Count
        }
        # Nothing at all would be no example; what these do is looked at above.
        if ($Code -notmatch '^(Clear-ECRTokenCache|Install-Module)|Disconnect-ECRRegistry|nstall-ECRCredentialHelper|ExpiresAt -LT') { $run.Output.Count + $logins.Count + $calls.Count | Should -BeGreaterThan 0 }
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

Describe 'An example for other machines' -Tag 'Unix', 'Sshd' {
    BeforeAll {
        . $PSScriptRoot/Support/Servers.ps1
        . $PSScriptRoot/Support/Sshd.ps1
        $script:machines = @(foreach ($number in 12, 13) { Open-Machine $TestDrive "127.0.0.$number" })
        Set-Content "$TestDrive/work/hosts.txt" $machines.Name
    }

    AfterAll {
        Close-Machine $machines
    }

    BeforeEach {
        Restore-ExampleWorld $TestDrive
        foreach ($machine in $machines) {
            Get-ChildItem "$($machine.Bin)/docker*" | Remove-Item -Recurse
            Remove-Item "$($machine.Home)/.docker" -Recurse -ErrorAction Ignore
            $null = Add-Client $machine.Bin 'docker'
        }
    }

    It 'of <Source> works: <Title>' -ForEach $ofMachines {
        $run = Invoke-Example $Code $TestDrive $Variables (Get-SessionPrefix $machines)
        $run.Thrown | Should -BeNullOrEmpty
        $run.Errors | Should -BeNullOrEmpty
        @(Get-EcrCall | Where-Object operation -EQ 'GetAuthorizationToken').Count | Should -Be 1
        foreach ($machine in $machines) {
            $login, $logout = Get-ClientRun "$($machine.Bin)/docker"
            $login.Host | Should -BeExactly '111122223333.dkr.ecr.eu-west-1.amazonaws.com'
            $login.Text | Should -BeExactly 'password-for-111122223333'
            if ($Code -match 'Disconnect-') { $logout.Arguments | Should -Contain 'logout' }
        }
        if ($Code -match 'Get-ECRLogin ') { $run.Output.PSComputerName | Sort-Object | Should -BeExactly $machines.Name }
    }
}

Describe 'An example for nodes' -Tag 'Unix' -Skip:(-not (Test-Path "$env:ECRLOGIN_MODULE/runtimes/linux-x64")) {
    It 'of <Source> makes what a kubelet starts: <Title>' -ForEach $ofNodes {
        Restore-ExampleWorld $TestDrive
        $run = Invoke-Example $Code $TestDrive $Variables
        $run.Thrown | Should -BeNullOrEmpty
        $run.Errors | Should -BeNullOrEmpty

        # As a kubelet does: by its own name, with the config's variables, of which two are of this test.
        $variables = @{ AWS_ACCESS_KEY_ID = $null; AWS_SECRET_ACCESS_KEY = $null; AWS_REGION = $null; HOME = $null }
        $config = Get-Content "$TestDrive/work/ecrlogin.yaml" -Raw
        foreach ($one in [regex]::Matches($config, "- name: '(\w+)'\n +value: '([^']*)'")) { $variables[$one.Groups[1].Value] = $one.Groups[2].Value }
        $variables['AWS_CONFIG_FILE'] | Should -BeExactly '/etc/ecrlogin/aws'
        $variables['AWS_CONFIG_FILE'] = "$TestDrive/.aws/config"
        $variables['XDG_CACHE_HOME'] = "$TestDrive/cache"
        $provider = "$TestDrive/work/$([regex]::Match($config, '(?m)^- name: (\S+)$').Groups[1].Value)"
        & chmod 755 $provider
        $image = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/app'
        $request = "{`"apiVersion`":`"credentialprovider.kubelet.k8s.io/v1`",`"kind`":`"CredentialProviderRequest`",`"image`":`"$image`"}"
        $saved = [Environment]::GetEnvironmentVariables()
        try {
            foreach ($name in $variables.Keys) { Use-Variable $name $variables[$name] }
            $response = $request, $request | ForEach-Object { $_ | & $provider | ConvertFrom-Json }
        } finally {
            foreach ($name in $variables.Keys) { Use-Variable $name $saved[$name] }
        }
        foreach ($one in $response) {
            $one.kind | Should -BeExactly 'CredentialProviderResponse'
            $one.auth.'111122223333.dkr.ecr.eu-west-1.amazonaws.com'.password | Should -BeExactly 'password-for-111122223333'
        }
        @(Get-EcrCall).Count | Should -Be 1
    }
}

Describe 'The map' {
    BeforeAll {
        $root = Split-Path $PSScriptRoot
        $script:shown = @(Get-Fence (Get-Content "$root/README.md" -Raw).Replace("`r", '') 'json')
        $topic = (Get-Content "$env:ECRLOGIN_MODULE/en-US/about_EcrLogin.help.txt" -Raw).Replace("`r", '')
        $script:told = [regex]::Match($topic, '(?sm)^ {8}\{ "version".*?\] \}$').Value
    }

    It 'of the README says the same as that of the about topic' {
        $shown.Count | Should -Be 1
        $lines = foreach ($map in $shown[0], $told) {
            foreach ($line in (ConvertFrom-Json $map).registries) {
                ($line.PSObject.Properties | Sort-Object Name | ForEach-Object { "$($_.Name)=$($_.Value)" }) -join ' '
            }
        }
        $lines[0..3] | Should -BeExactly $lines[4..7]
    }

    It 'of the README serves <Name> by line <Line>' -ForEach @(
        @{ Name = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'; Line = 3 }
        @{ Name = '444455556666.dkr.ecr.us-east-1.amazonaws.com'; Line = 4 }
        @{ Name = 'registry.example.com'; Line = 5 }
    ) {
        Restore-ExampleWorld $TestDrive
        $file = "$TestDrive/map.json"
        Set-Content $file $shown[0]
        $run = Invoke-Example "Connect-ECRRegistry -RegistryId $Name -PassThru" $TestDrive @{ ECRLOGIN_REGISTRIES = $file }
        $run.Thrown | Should -BeNullOrEmpty
        $run.Output.Registry | Should -BeExactly $Name
        $run.Output.MapLine | Should -Match ", line $Line$"
    }
}
