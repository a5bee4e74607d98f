BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Clients.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr

    # Runs a script in a process of its own that is fed some lines, and gives its output.
    function Invoke-InProcess($Script, $Lines, [string[]] $Options) {
        $file = Join-Path $TestDrive "$([guid]::NewGuid()).ps1"
        Set-Content $file "Import-Module '$manifest'; $Script"
        $Lines | & (Get-Process -Id $PID).Path -NoLogo -NoProfile @Options -File $file 2>&1 | Out-String
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'Connect-ECRRegistry' {
    BeforeEach {
        Use-EcrSetting
        Use-Client
    }

    Context 'The login' {
        It 'gives the client the host, without https, and the password on standard input alone' {
            Connect-ECRRegistry
            $run = @(Get-ClientRun $client)
            $run.Count | Should -Be 1
            $run.Arguments | Should -BeExactly 'login', '--username', 'AWS', '--password-stdin', (Get-HostName 111122223333)
            $run.Text | Should -BeExactly 'password-for-111122223333'
            $run.Environment -match 'password-for' | Should -BeNullOrEmpty
        }

        It 'gives the bytes of the password as they are' {
            $password = "a'b`"c `$(x) $([char]0xE4)$([char]0x20AC)"
            Use-EcrSetting @{ tokens = @{ '111122223333' = @{ password = $password } } }
            $OutputEncoding = [Text.Encoding]::UTF8
            Connect-ECRRegistry
            (Get-ClientRun $client).Bytes | Should -Be ([Text.UTF8Encoding]::new($false).GetBytes($password))
        }

        It 'is made by the client of -Tool, with the config of -ConfigPath' {
            $podman = Add-Client (Split-Path $client) 'podman'
            Connect-ECRRegistry -Tool Podman -ConfigPath (Join-Path $TestDrive 'auth.json')
            Get-ClientRun $client | Should -BeNullOrEmpty
            $arguments = (Get-ClientRun $podman).Arguments
            $arguments[$arguments.IndexOf('--authfile') + 1] | Should -BeExactly (Join-Path $TestDrive 'auth.json')
        }

        It 'finds -ToolPath and -ConfigPath <Scenario>' -ForEach @(
            @{ Scenario = 'from the current location'; Prefix = '' }
            @{ Scenario = 'on a drive of PowerShell'; Prefix = 'TestDrive:/' }
        ) {
            $other = Add-Client $TestDrive 'other-docker'
            Push-Location $TestDrive
            try {
                Connect-ECRRegistry -ToolPath "${Prefix}other-docker$programEnding" -ConfigPath "${Prefix}logins"
            } finally {
                Pop-Location
            }
            $run = @(Get-ClientRun $other)
            $run.Arguments[0..1] | Should -BeExactly '--config', (Join-Path $TestDrive 'logins')
            Remove-Item "$TestDrive/other-docker.*" -Recurse
        }

        It 'refuses a -ConfigPath <Scenario> before any call, and makes no folder of that name' -ForEach @(
            @{ Scenario = 'on a drive that is none'; Path = 'nodrive:/logins'; Why = "*'nodrive:/logins'*drive*" }
            @{ Scenario = 'of another provider'; Path = 'env:/logins'; Why = '*Environment*' }
        ) {
            Push-Location $TestDrive
            try {
                $record = Get-Record { Connect-ECRRegistry -ConfigPath $Path }
            } finally {
                Pop-Location
            }
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
            "$($record.Thrown)" | Should -BeLike $Why
            Get-EcrCall | Should -BeNullOrEmpty
            Get-ChildItem $TestDrive -Filter '*:*' | Should -BeNullOrEmpty
        }

        It 'refuses a -ConfigPath of the wrong kind before any call' {
            Set-Content "$TestDrive/file" '{}'
            $record = Get-Record { Connect-ECRRegistry -ConfigPath "$TestDrive/file" }
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
            "$($record.Thrown)" | Should -BeLike '*folder*'
            Get-EcrCall | Should -BeNullOrEmpty
        }

        It 'can go under another host with -ServerAddress' {
            $null = Connect-ECRRegistry -ServerAddress registry.example.com:5000
            (Get-ClientRun $client).Host | Should -BeExactly 'registry.example.com:5000'
        }

        It 'refuses more than one registry under one -ServerAddress' {
            Get-ThrownId { Connect-ECRRegistry -RegistryId 111122223333, 222222222222 -ServerAddress registry.example.com } |
                Should -BeExactly 'EcrLogin.InvalidParameter'
            Get-EcrCall | Should -BeNullOrEmpty
        }

        It 'goes under the names of -EndpointType <EndpointType>' -ForEach @(
            @{ EndpointType = 'Ipv4'; Hosts = @('111122223333.dkr.ecr.us-east-1.amazonaws.com') }
            @{ EndpointType = 'DualStack'; Hosts = @('111122223333.dkr-ecr.us-east-1.on.aws') }
            @{ EndpointType = 'All'; Hosts = @('111122223333.dkr.ecr.us-east-1.amazonaws.com', '111122223333.dkr-ecr.us-east-1.on.aws') }
        ) {
            Connect-ECRRegistry -EndpointType $EndpointType
            (Get-ClientRun $client).Host | Should -BeExactly $Hosts
            @(Get-EcrCall).Count | Should -Be 1
        }

        It 'goes to ECR Public with -Public' {
            Connect-ECRRegistry -Public -Region eu-west-3
            (Get-ClientRun $client).Host | Should -BeExactly 'public.ecr.aws'
            (Get-EcrCall).service | Should -BeExactly 'ecr-public'
        }
    }

    Context 'Registries' {
        It 'takes <Scenario>' -ForEach @(
            @{ Scenario = 'an account id'; Value = { '222222222222' }; Region = 'us-east-1' }
            @{ Scenario = 'a number'; Value = { 222222222222 }; Region = 'us-east-1' }
            @{ Scenario = 'a host'; Value = { Get-HostName 222222222222 eu-west-1 }; Region = 'eu-west-1' }
            @{ Scenario = 'an image'; Value = { "$(Get-HostName 222222222222 eu-west-1)/team/app:1" }; Region = 'eu-west-1' }
            @{ Scenario = 'an object of Get-ECRLoginCommand'; Value = { Get-ECRLoginCommand -RegistryId 222222222222 -Region eu-west-1; Use-EcrSetting }; Region = 'eu-west-1' }
            @{ Scenario = 'an object of Get-ECRAuthorizationToken'; Value = { Get-ECRAuthorizationToken 222222222222 -Region eu-west-1; Use-EcrSetting }; Region = 'eu-west-1' }
            @{ Scenario = 'an object with RegistryId'; Value = { [pscustomobject]@{ RegistryId = '222222222222' } }; Region = 'us-east-1' }
            @{ Scenario = 'an object with a number as RegistryId'; Value = { [pscustomobject]@{ RegistryId = 222222222222 } }; Region = 'us-east-1' }
            @{ Scenario = 'a hashtable with RegistryIds'; Value = { @{ RegistryIds = @('222222222222') } }; Region = 'us-east-1' }
        ) {
            $given = & $Value
            Connect-ECRRegistry -RegistryId $given
            $given | Connect-ECRRegistry
            (Get-ClientRun $client).Host | Should -BeExactly @(@(Get-HostName 222222222222 $Region) * 2)
            (Get-EcrCall).region | Should -BeExactly $Region, $Region
            (Get-EcrCall).registry_ids | Should -BeExactly '222222222222', '222222222222'
        }

        It 'takes a host for what it is, though AWS_REGION and $StoredAWSRegion say another region' {
            $StoredAWSRegion = 'us-west-2'
            Connect-ECRRegistry -RegistryId (Get-HostName 222222222222 eu-west-1)
            (Get-EcrCall).region | Should -BeExactly 'eu-west-1'
        }

        It 'asks the region of $StoredAWSRegion for an account' {
            $StoredAWSRegion = 'us-west-2'
            Connect-ECRRegistry -RegistryId 222222222222
            (Get-ClientRun $client).Host | Should -BeExactly (Get-HostName 222222222222 us-west-2)
        }

        It 'logs in to each account in each of several regions' {
            Connect-ECRRegistry -RegistryId 111111111111, 222222222222 -Region eu-west-1, ([pscustomobject]@{ SystemName = 'us-west-2' })
            (Get-ClientRun $client).Host | Sort-Object | Should -BeExactly @(
                Get-HostName 111111111111 eu-west-1; Get-HostName 111111111111 us-west-2
                Get-HostName 222222222222 eu-west-1; Get-HostName 222222222222 us-west-2)
            @(Get-EcrCall).Count | Should -Be 2
        }

        It 'takes by position <Scenario>' -ForEach @(
            @{ Scenario = 'an account id'; Value = '222222222222'; Hosts = @('222222222222.dkr.ecr.us-east-1.amazonaws.com') }
            @{ Scenario = 'a bare number'; Value = 222222222222; Hosts = @('222222222222.dkr.ecr.us-east-1.amazonaws.com') }
            @{ Scenario = 'an id with dashes'; Value = '2222-2222-2222'; Hosts = @('222222222222.dkr.ecr.us-east-1.amazonaws.com') }
            @{ Scenario = 'a host with https'; Value = 'https://222222222222.dkr.ecr.eu-west-1.amazonaws.com'; Hosts = @('222222222222.dkr.ecr.eu-west-1.amazonaws.com') }
            @{ Scenario = 'an image by digest'; Value = '222222222222.dkr.ecr.eu-west-1.amazonaws.com/team/app@sha256:abc'; Hosts = @('222222222222.dkr.ecr.eu-west-1.amazonaws.com') }
            @{ Scenario = 'an account, a host and an image'
                Value = '222222222222', '333333333333.dkr.ecr.eu-west-1.amazonaws.com', '444444444444.dkr.ecr.us-west-2.amazonaws.com/app:1'
                Hosts = '222222222222.dkr.ecr.us-east-1.amazonaws.com', '333333333333.dkr.ecr.eu-west-1.amazonaws.com', '444444444444.dkr.ecr.us-west-2.amazonaws.com'
            }
        ) {
            Connect-ECRRegistry $Value
            (Get-ClientRun $client).Host | Sort-Object | Should -BeExactly $Hosts
            (Get-EcrCall).access_key | Select-Object -Unique | Should -BeExactly $accessKey
        }

        It 'asks in the Region of the command line for an account by position' {
            Connect-ECRRegistry 222222222222 -Region eu-west-1
            (Get-ClientRun $client).Host | Should -BeExactly (Get-HostName 222222222222 eu-west-1)
        }

        It 'says that an image lies in another region than -Region' {
            $image = "$(Get-HostName 222222222222 eu-west-1)/app"
            $record = Get-Record { Connect-ECRRegistry -RegistryId $image -Region us-east-1 }
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.RegionMismatch'
            "$($record.Thrown)" | Should -Match 'eu-west-1.*us-east-1'
            Get-EcrCall | Should -BeNullOrEmpty
        }

        It 'refuses junk with all bad names before any call' {
            $names = 'docker.io/library/app', '111122223333.dkr.ecr.eu-west-1'
            $record = Get-Record { $names | Connect-ECRRegistry }
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidRegistryName'
            foreach ($bad in $names) { "$($record.Thrown)" | Should -BeLike "*'$bad*" }
            Get-EcrCall | Should -BeNullOrEmpty
            Get-ClientRun $client | Should -BeNullOrEmpty
        }

        It 'logs in to the others beside an image of another registry, past comments and blank lines' {
            $lines = '# our images', 'nginx:latest', '', "$(Get-HostName 111122223333)/app:1 # the application"
            $record = Get-Record { $lines | Connect-ECRRegistry -PassThru -ErrorAction Continue }
            $record.Thrown | Should -BeNullOrEmpty
            $record.Output.Registry | Should -BeExactly (Get-HostName 111122223333)
            @($record.Error).Count | Should -Be 1
            "$($record.Error[0])" | Should -BeLike "*'nginx:latest'*"
        }

        It 'names the type alone of an object that names no registry' {
            $record = Get-Record { [pscustomobject]@{ Password = 'hunter2' } | Connect-ECRRegistry }
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidRegistryIdType'
            $record.Thrown | Format-List * -Force | Out-String | Should -Not -Match 'hunter2'
        }

        It 'does nothing for an empty pipeline' {
            @() | Connect-ECRRegistry -PassThru | Should -BeNullOrEmpty
            Get-EcrCall | Should -BeNullOrEmpty
        }

        It 'logs in to 15 piped registries with 2 calls, and to one that is named twice once' {
            $ids = 1..15 | ForEach-Object { '{0:d12}' -f $_ }
            @($ids) + '0000-0000-0001' | Connect-ECRRegistry
            (Get-ClientRun $client).Host | Should -HaveCount 15
            @(Get-EcrCall).Count | Should -Be 2
        }

        It 'logs in once to a registry that is named by account and by host' {
            '222222222222', (Get-HostName 222222222222) | Connect-ECRRegistry
            @(Get-ClientRun $client).Count | Should -Be 1
        }
    }

    Context 'Output' {
        It 'is nothing but a line of information' {
            $record = Get-Record { Connect-ECRRegistry }
            $record.All.Count | Should -Be 1
            $until = (Connect-ECRRegistry -PassThru).ExpiresAt.ToString('HH:mm', [cultureinfo]::InvariantCulture)
            "$($record.Information[0])" | Should -BeExactly "Login Succeeded: $(Get-HostName 111122223333) (docker, until $until)"
        }

        It 'is an object for each registry with -PassThru, and no information' {
            $record = Get-Record { Connect-ECRRegistry -RegistryId 111111111111, 222222222222 -PassThru }
            $record.All.Count | Should -Be 2
            $first = $record.Output[0]
            $first.PSObject.TypeNames[0] | Should -BeExactly 'EcrLogin.Registry'
            $first.PSObject.Properties.Name | Should -BeExactly 'Registry', 'Tool', 'ExpiresAt', 'Status', 'ConfigPath', 'Store', 'MapLine'
            $first.Registry | Should -BeExactly (Get-HostName 111111111111)
            $first.Tool | Should -BeExactly 'docker'
            $first.Status | Should -BeExactly 'Succeeded'
            $first.ConfigPath | Should -BeExactly $env:DOCKER_CONFIG
            $first.Store | Should -BeExactly (Join-Path $env:DOCKER_CONFIG 'config.json')
            $first.ExpiresAt.Kind | Should -Be 'Local'
            $first.ExpiresAt | Should -BeGreaterThan (Get-Date).AddHours(11.9)
        }

        It 'tells the first second of 1970 too' {
            Use-EcrSetting @{ tokens = @{ '111122223333' = @{ expires_at = 0 } } }
            (Connect-ECRRegistry -PassThru).ExpiresAt | Should -Be ([DateTimeOffset]::FromUnixTimeSeconds(0).LocalDateTime)
        }

        It 'is a table on screen, and the host in a text' {
            $login = Connect-ECRRegistry -PassThru
            "$login" | Should -BeExactly (Get-HostName 111122223333)
            $login | Out-String -Width 200 | Should -Match '(?m)^Registry +Tool +Status +ExpiresAt *\r?$'
            $login | Out-String -Width 200 | Should -Match '(?m)^111122223333\.\S+ docker Succeeded '
        }

        It 'fits into 80 columns, and shows the registry in a wide view' {
            $name = Get-HostName 111122223333 ap-southeast-1
            $login = Connect-ECRRegistry $name -PassThru
            $lines = ($login | Out-String -Width 80).Trim() -split '\r?\n'
            $lines[-1] | Should -Match "^$([regex]::Escape($name)) docker Succeeded \w{3} \d\d:\d\d`$"
            ($login | Format-Wide | Out-String).Trim() | Should -BeExactly $name
        }

        It 'says where the ECR credential helper makes a login needless' {
            $null = New-Item -ItemType Directory $env:DOCKER_CONFIG
            $null = Add-Client (Split-Path $client) 'docker-credential-ecr-login'
            Set-Content "$env:DOCKER_CONFIG/config.json" "{`"credHelpers`":{`"$(Get-HostName 111122223333)`":`"ecr-login`"}}"
            $login = Connect-ECRRegistry -PassThru
            $login.Status | Should -BeExactly 'NotNeeded'
            $login.ExpiresAt | Should -BeNullOrEmpty
            (Get-Record { Connect-ECRRegistry }).Information[0].MessageData | Should -BeLike 'Login not needed: *'
            (Get-Record { Connect-ECRRegistry -Verbose }).Verbose -match 'ecr-login' | Should -Not -BeNullOrEmpty
            Get-ClientRun $client | Should -BeNullOrEmpty
        }

        It 'has the words of the client in -Verbose' {
            Use-Client 'say stored unencrypted'
            (Get-Record { Connect-ECRRegistry -Verbose }).Verbose -match 'docker: stored unencrypted' | Should -Not -BeNullOrEmpty
        }

        It 'has a progress bar <Scenario>' -ForEach @(
            @{ Scenario = 'when it takes longer than a second'; Does = @('wait 600') }
            @{ Scenario = 'when it then fails'; Does = 'wait 600', 'exit 1' }
        ) {
            Use-Client $Does
            $shell = Open-Shell
            try {
                $ids = 1..4 | ForEach-Object { '{0:d12}' -f $_ }
                try { $null = $shell.AddCommand('Connect-ECRRegistry').AddParameter('RegistryId', $ids).Invoke() } catch { "$_" | Should -Match 'docker' }
                $bars = @($shell.Streams.Progress | Where-Object Activity -Match 'Amazon ECR')
                $told = ($bars | Where-Object RecordType -NE 'Completed').StatusDescription
                $told | Should -Match '^[0-4] of 4 registries$'
                $told -match '^[1-4]' | Should -Not -BeNullOrEmpty
                $bars[-1].RecordType | Should -Be 'Completed'
            } finally {
                $shell.Dispose()
            }
        }

        It 'has no progress bar when it is quick' {
            Use-Client
            $shell = Open-Shell
            try {
                $null = $shell.AddCommand('Connect-ECRRegistry')
                # On a busy machine not every call is done within a second.
                Wait-Until -Seconds 120 {
                    $shell.Streams.ClearStreams()
                    $watch = [Diagnostics.Stopwatch]::StartNew()
                    $null = $shell.Invoke()
                    $watch.ElapsedMilliseconds -lt 1000
                }
                $shell.Streams.Progress | Where-Object Activity -Match 'Amazon ECR' | Should -BeNullOrEmpty
            } finally {
                $shell.Dispose()
            }
        }
    }

    Context 'Failures' {
        It 'says what it looked for when there is no client, before any call' {
            $env:PATH = "$TestDrive"
            $record = Get-Record { Connect-ECRRegistry }
            $env:PATH = $before.Variables['PATH']
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.ToolNotFound'
            $record.Thrown.CategoryInfo.Category | Should -Be 'ObjectNotFound'
            "$($record.Thrown)" | Should -Match 'docker, podman, nerdctl, finch'
            Get-EcrCall | Should -BeNullOrEmpty
        }

        It 'says what was looked for as <Scenario>' -ForEach @(
            @{ Scenario = '-Tool'; Parameters = @{ Tool = 'crane' }; Says = 'crane' }
            @{ Scenario = '-ToolPath'; Parameters = @{ ToolPath = '/nowhere/docker' }; Says = [IO.Path]::GetFullPath('/nowhere/docker') }
        ) {
            $env:PATH = "$TestDrive"
            $record = Get-Record { Connect-ECRRegistry @Parameters }
            $env:PATH = $before.Variables['PATH']
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.ToolNotFound'
            "$($record.Thrown)" | Should -BeLike "*$Says*"
        }

        It 'of one registry stop none of the others, and come last' {
            Use-Client 'only 222222222222', 'say denied: hunter', 'exit 3'
            $record = Get-Record { Connect-ECRRegistry -RegistryId 111111111111, 222222222222, 333333333333 -PassThru -ErrorAction Continue }
            $record.Thrown | Should -BeNullOrEmpty
            $record.Output.Registry | Should -BeExactly (Get-HostName 111111111111), (Get-HostName 333333333333)
            @($record.Error).Count | Should -Be 1
            $record.All[-1] | Should -Be $record.Error[0]
            Get-ErrorId $record.Error[0] | Should -BeExactly 'EcrLogin.ToolFailed'
            $record.Error[0].TargetObject | Should -BeExactly (Get-HostName 222222222222)
            "$($record.Error[0])" | Should -Match 'denied: hunter'
            "$($record.Error[0])" | Should -Match '\b3\b'
        }

        It 'of one registry end the script under Stop, when the others are done and shown' {
            Use-Client 'only 111111111111', 'exit 1'
            $record = Get-Record { Connect-ECRRegistry -RegistryId 111111111111, 222222222222 -PassThru -ErrorAction Stop; 'went on' }
            $record.Output.Registry | Should -BeExactly (Get-HostName 222222222222)
            $record.Output | Should -Not -Contain 'went on'
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.ToolFailed'
        }

        It 'of the service are told by account, beside the logins that were made' {
            Use-EcrSetting @{
                fault    = @{ kind = 'error'; status = 400; code = 'AccessDeniedException'; message = 'not yours' }
                only_ids = @('000000000015')
            }
            $ids = 1..15 | ForEach-Object { '{0:d12}' -f $_ }
            $record = Get-Record { $ids | Connect-ECRRegistry -PassThru -ErrorAction Continue }
            $record.Output.Count | Should -Be 10
            Get-ErrorId $record.Error[0] | Should -BeExactly 'EcrLogin.AccessDenied'
            $record.Error[0].TargetObject | Should -BeExactly $ids[10..14]
        }

        It 'never quote the password that the client repeats' {
            $password = 'eyJwYXls' + ('x1Y2' * 20)
            Use-EcrSetting @{ tokens = @{ '111122223333' = @{ password = $password } } }
            Use-Client 'input', 'exit 1'
            $record = Get-Record { Connect-ECRRegistry -Verbose -Debug -ErrorAction Continue }
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.ToolFailed'
            (@($record.All) + $record.Thrown | Format-List * -Force | Out-String -Width 4096) | Should -Not -Match 'x1Y2x1Y2'
        }

        It 'end a script with $ErrorActionPreference = Stop' {
            Use-Client 'exit 1'
            $script = Join-Path $TestDrive 'stop.ps1'
            Set-Content $script '$ErrorActionPreference = "Stop"; function Get-Inner { Connect-ECRRegistry; "went on" }; Get-Inner'
            $record = Get-Record { & $script }
            $record.Output | Should -BeNullOrEmpty
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.ToolFailed'
        }

        It 'do not include a client that takes its time under -ToolTimeoutSec 0' {
            Use-Client 'wait 500'
            (Connect-ECRRegistry -ToolTimeoutSec 0 -PassThru).Status | Should -BeExactly 'Succeeded'
        }

        It 'include a client that takes longer than -ToolTimeoutSec' {
            Use-Client 'wait 30000'
            $record = Get-Record { Connect-ECRRegistry -ToolTimeoutSec 1 -ErrorAction Continue }
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.ToolTimeout'
            $record.Thrown.CategoryInfo.Category | Should -Be 'OperationTimeout'
        }
    }

    Context 'Stop' {
        It 'ends a client that hangs, and its children' {
            Use-Client 'hang'
            $shell = Open-Shell
            try {
                $running = $shell.AddCommand('Connect-ECRRegistry').BeginInvoke()
                Wait-Until { @(Get-Content "$client.runs/0/numbers" -ErrorAction Ignore).Count -eq 2 }
                $ids = @(Get-Content "$client.runs/0/numbers")
                $ids.Count | Should -Be 2
                $watch = [Diagnostics.Stopwatch]::StartNew()
                $shell.Stop()
                $watch.Elapsed.TotalSeconds | Should -BeLessThan 2
                $running.IsCompleted | Should -BeTrue
                Wait-Until { -not (Get-Process -Id $ids -ErrorAction Ignore) }
                Get-OpenCallCount | Should -Be 0
            } finally {
                $shell.Dispose()
            }
        }
    }

    Context '-WhatIf and -Confirm' {
        AfterEach {
            Get-EcrCall | Should -BeNullOrEmpty
            Get-ClientRun $client | Should -BeNullOrEmpty
        }

        It 'does nothing with -WhatIf' {
            Connect-ECRRegistry -WhatIf -PassThru | Should -BeNullOrEmpty
            Connect-ECRRegistry -RegistryId 111122223333 -WhatIf -PassThru | Should -BeNullOrEmpty
        }

        It 'names with -WhatIf what it would have logged in to' {
            $words = Invoke-InProcess "
                Connect-ECRRegistry -WhatIf
                Connect-ECRRegistry -RegistryId 111111111111, 222222222222 -WhatIf
                Connect-ECRRegistry -Public -WhatIf
                Connect-ECRRegistry -ServerAddress registry.example.com -WhatIf"
            [regex]::Matches($words, 'target "(.+?)"') | ForEach-Object { $_.Groups[1].Value } |
                Should -BeExactly 'the default registry', (Get-HostName 111111111111), (Get-HostName 222222222222), 'public.ecr.aws', 'registry.example.com'
        }

        It 'does nothing under $WhatIfPreference of a calling script' {
            $script = Join-Path $TestDrive 'whatif.ps1'
            Set-Content $script '$WhatIfPreference = $true; function Get-Inner { Connect-ECRRegistry -PassThru }; Get-Inner'
            & $script | Should -BeNullOrEmpty
        }

        It 'fails where nobody can confirm, also under $ConfirmPreference of a calling script' {
            $words = Invoke-InProcess -Options '-NonInteractive' '
                Connect-ECRRegistry -RegistryId 111111111111, 222222222222 -Confirm
                $ConfirmPreference = "Medium"
                function Get-Inner { Connect-ECRRegistry }
                Get-Inner'
            # Once for each call: the first question that nobody answers ends it.
            [regex]::Matches($words, 'Read and Prompt functionality').Count | Should -Be 2
        }
    }

    Context 'Consent' {
        It 'to some registries logs in to those' {
            $null = Invoke-InProcess 'Connect-ECRRegistry -RegistryId 111111111111, 222222222222, 333333333333 -Confirm' 'y', 'n', 'y'
            (Get-ClientRun $client).Host | Should -BeExactly (Get-HostName 111111111111), (Get-HostName 333333333333)
            (Get-EcrCall).registry_ids | Should -BeExactly '111111111111', '333333333333'
        }

        It 'is not asked for by default; what was done is shown, unless the caller turns it off' {
            $words = Invoke-InProcess -Options '-NonInteractive' '
                Connect-ECRRegistry -RegistryId 111111111111
                Connect-ECRRegistry -RegistryId 222222222222 6>$null
                Connect-ECRRegistry -RegistryId 333333333333 -InformationAction Ignore
                $InformationPreference = "Ignore"
                Connect-ECRRegistry -RegistryId 444444444444'
            $words.Trim() | Should -Match "^Login Succeeded: $([regex]::Escape((Get-HostName 111111111111))) \(docker, until \d\d:\d\d\)$"
            @(Get-ClientRun $client).Count | Should -Be 4
        }
    }
}
