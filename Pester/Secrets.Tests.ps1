BeforeDiscovery {
    $onWindows = [IO.Path]::DirectorySeparatorChar -eq '\'
    $onLinux = -not $onWindows -and (Test-Path '/proc/self/maps')
    $ways = @(
        @{ Way = 'in success'; Settings = @{} }
        @{ Way = 'refused'; Settings = @{ fault = @{ kind = 'error'; status = 400; code = 'AccessDeniedException'; message = 'no' } } }
        @{ Way = 'with a wrong signature'; Settings = @{ fault = @{ kind = 'error'; status = 400; code = 'InvalidSignatureException'; message = 'no' } } }
        foreach ($header in 'x-amz-security-token', 'authorization') {
            @{ Way = "with its $header in the answer"; Settings = @{ fault = @{ kind = 'echo'; status = 403; code = 'SignatureDoesNotMatch'; header = $header } } }
        }
        @{ Way = 'throttled'; Settings = @{ fault = @{ kind = 'throttle' } } }
        @{ Way = 'timed out'; Settings = @{ fault = @{ kind = 'hang'; at = 'body' } }; Parameters = @{ ReadTimeoutSec = 0.3 } }
        @{ Way = 'reset'; Settings = @{ fault = @{ kind = 'reset'; at = 'body' } } }
        @{ Way = 'with half an answer'; Settings = @{ fault = @{ kind = 'truncated' } } }
        @{ Way = 'with a web page'; Settings = @{ fault = @{ kind = 'html'; status = 200 } } }
        @{ Way = 'with a token of no use'; Settings = @{ token = @{ raw_token = '%%%{0}' } } }
        @{ Way = 'with an endpoint of no use'; Settings = @{ token = @{ proxy_endpoint = 'ftp://nowhere' } } }
        @{ Way = 'with an unsafe password'; Settings = @{ token = @{ password = '{0}"' } } }
        @{ Way = 'with a client that repeats all it knows'; Settings = @{}; Does = 'repeat', 'exit 1' }
        @{ Way = 'with a client that hangs'; Settings = @{}; Does = @('wait 30000'); Connect = @{ ToolTimeoutSec = 0.5 } }
    )
}

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Clients.ps1
    . $PSScriptRoot/Support/Secrets.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    $env:AWS_MAX_ATTEMPTS = '1'
    $script:onUnix = [IO.Path]::DirectorySeparatorChar -eq '/'
    $script:shell = (Get-Process -Id $PID).Path
    $script:bin = "$TestDrive/bin"
    $null = New-Item -ItemType Directory $bin
    $env:PATH = "$bin$([IO.Path]::PathSeparator)$env:PATH"
    $env:DOCKER_CONFIG = "$TestDrive/config"

    # The one docker that there is, with nothing of earlier runs. On Unix it keeps the list of processes, with their variables.
    function Use-WatchfulClient([string[]] $Steps) {
        Get-ChildItem "$bin/docker*" | Remove-Item -Recurse
        $watching = @(if ($onUnix) { 'processes' })
        $script:client = Add-Client $bin 'docker' ($watching + $Steps)
    }

    # Runs every public command with keys from variables, and gives what can be read afterwards. A password that is asked
    # for is the caller's own.
    function Get-EveryRecord($Keys, $Parameters, $Connect) {
        if (-not $Parameters) { $Parameters = @{} }
        if (-not $Connect) { $Connect = @{} }
        $told = @{ Verbose = $true; Debug = $true; InformationAction = 'Continue'; ErrorAction = 'Continue' }
        $records = @(
            Get-Record { Get-ECRLoginCommand @Keys @Parameters @told }
            Get-Record { Get-ECRLoginCommand @Keys @Parameters @told -RegistryId junk }
            Get-Record { Get-ECRAuthorizationToken @Keys @Parameters @told }
            Get-Record { $null = Get-ECRLoginPassword @Keys @Parameters @told }
            Get-Record { Get-ECRLoginPassword @Keys @Parameters @told -AsSecureString }
            Get-Record { Connect-ECRRegistry @Keys @Parameters @Connect @told }
            Get-Record { Connect-ECRRegistry @Keys @Parameters @Connect @told -PassThru -UseCache }
            Get-Record { Disconnect-ECRRegistry -RegistryId 111122223333 -PassThru @told }
            Get-Record { Clear-ECRTokenCache @told }
        )
        $all = @($records.All) + @($records.Thrown) + @($Error) | Where-Object { $null -ne $_ }
        $all.Count | Should -BeGreaterThan 20
        Get-Everything $all
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'No stream shows a secret of any command' {
    BeforeEach {
        $Error.Clear()
        $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = $env:AWS_SESSION_TOKEN = $null
    }

    It 'whose keys are parameters, <Way>' -ForEach $ways {
        Use-EcrSetting (Get-SecretSetting $Settings)
        Use-WatchfulClient $Does
        $keys = @{ AccessKey = $fakeKey; SecretKey = $fake.Secret; SessionToken = $fake.Session }
        $seen = Get-EveryRecord -Keys $keys -Parameters $Parameters -Connect $Connect
        Find-Secret $seen @(Get-Signature) | Should -BeNullOrEmpty
        foreach ($run in Get-ClientRun $client) { Find-Secret (($run.Arguments + $run.Environment) -join "`n") | Should -BeNullOrEmpty }
        foreach ($list in Get-ChildItem "$client.runs/*/processes") { Find-Secret ([IO.File]::ReadAllText($list)) | Should -BeNullOrEmpty }
    }

    It 'whose keys are in the environment, <Way>' -ForEach $ways {
        Use-EcrSetting (Get-SecretSetting $Settings)
        Use-WatchfulClient $Does
        Use-SecretKey
        $seen = Get-EveryRecord -Keys @{} -Parameters $Parameters -Connect $Connect
        Find-Secret $seen @(Get-Signature) | Should -BeNullOrEmpty
    }

    It 'that is mistaken for <Scenario>' -ForEach @(
        @{ Scenario = 'a SecretKey without AccessKey'; Parameters = { @{ SecretKey = $fake.Secret } } }
        @{ Scenario = 'a list as SecretKey'; Parameters = { @{ AccessKey = 'A'; SecretKey = @($fake.Secret) } } }
        @{ Scenario = 'an object as SessionToken'; Parameters = { @{ AccessKey = 'A'; SecretKey = 'b'; SessionToken = [pscustomobject]@{ a = $fake.Session } } } }
        @{ Scenario = 'a credential without access key'; Parameters = { @{ Credential = @{ SecretKey = $fake.Secret } } } }
        @{ Scenario = 'an object for an id'; Parameters = { @{ RegistryId = [pscustomobject]@{ Password = $fake.Password } } } }
    ) {
        Use-EcrSetting (Get-SecretSetting)
        $parameters = & $Parameters
        $record = Get-Record { Get-ECRLoginCommand @parameters -Verbose -Debug }
        $record.Thrown | Should -Not -BeNullOrEmpty
        Find-Secret (Get-Everything (@($record.All) + $record.Thrown + $Error)) | Should -BeNullOrEmpty
    }
}

Describe 'The search' {
    It 'finds a secret that is <Form>' -ForEach @(
        @{ Form = 'plain'; Text = { $fake.Secret } }
        @{ Form = 'in base64'; Text = { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("AWS:$($fake.Password)")) } }
        @{ Form = 'cut'; Text = { $fake.Session.Substring(5, 24) } }
        @{ Form = 'in hex'; Text = { [BitConverter]::ToString([Text.Encoding]::UTF8.GetBytes($fake.Proxy)).Replace('-', '').ToLowerInvariant() } }
    ) {
        Find-Secret "before $(& $Text) after" | Should -Not -BeNullOrEmpty
    }

    It 'finds a signature' {
        Use-EcrSetting (Get-SecretSetting)
        $null = Get-ECRLoginCommand -AccessKey $fakeKey -SecretKey $fake.Secret -SessionToken $fake.Session
        $signature = @(Get-Signature)
        $signature | Should -HaveCount 1
        $signature | Should -Match '^[0-9a-f]{64}$'
        Find-Secret "before $signature after" $signature | Should -Not -BeNullOrEmpty
    }

    It 'looks into the data of an error' {
        $exception = [InvalidOperationException]::new('m')
        $exception.Data['Details'] = @($fake.Secret)
        $record = [Management.Automation.ErrorRecord]::new($exception, 'Internal', 'NotSpecified', $null)
        Find-Secret (Get-Everything $record) | Should -Not -BeNullOrEmpty
    }
}

Describe 'A session that runs every command' {
    BeforeAll {
        Use-WatchfulClient
        $null = Add-StandIn $bin 'docker-credential-fake' 'store'
        $env:STORE_FILE = "$TestDrive/kept"
        $null = New-Item $env:STORE_FILE
        # What the profile's program prints is for the module alone.
        $printed = @{ Version = 1; AccessKeyId = $fakeKey; SecretAccessKey = $fake.Secret; SessionToken = $fake.Session } | ConvertTo-Json -Compress
        $program = Add-Client $bin 'keys' "print $printed"
        $null = New-Item -ItemType Directory -Force $env:DOCKER_CONFIG, "$TestDrive/.aws"
        Set-Content "$env:DOCKER_CONFIG/config.json" '{"credsStore":"fake"}'
        Set-Content "$TestDrive/.aws/config" '[profile program]', "credential_process = `"$program`""
        Use-EcrSetting (Get-SecretSetting)
        $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = $env:AWS_SESSION_TOKEN = $null
        # Neither typed nor in the environment of the session, which the list of processes shows.
        @{ AccessKey = $fakeKey; SecretKey = $fake.Secret; SessionToken = $fake.Session } | ConvertTo-Json | Set-Content "$TestDrive/keys.json"
        $script:mark = [guid]::NewGuid().ToString('N')
        $marker = Add-Client $bin 'mark' "print $mark"

        $script:transcript = "$TestDrive/transcript.txt"
        $script:session = "$TestDrive/session.ps1"
        Set-Content $session @"
`$keys = @{}
(Get-Content '$TestDrive/keys.json' -Raw | ConvertFrom-Json).PSObject.Properties | ForEach-Object { `$keys[`$_.Name] = `$_.Value }
Import-Module '$manifest'
`$null = Start-Transcript '$transcript'
`$VerbosePreference = `$DebugPreference = `$InformationPreference = 'Continue'
& '$marker' $mark | Out-Host
$((Get-AliasLine $bin) -join "`n")
`$login = Get-ECRLoginCommand @keys
`$login
`$login | Format-Table
"The login is `$login"
Get-ECRLoginCommand @keys -RegistryId junk
Get-ECRAuthorizationToken @keys
Get-ECRLoginPassword @keys | docker login --username AWS --password-stdin `$login.Endpoint.Substring(8)
`$password = Get-ECRLoginPassword @keys -AsSecureString
`$password
Connect-ECRRegistry @keys -PassThru
Auth-ECR `$keys.AccessKey `$keys.SecretKey -SessionToken `$keys.SessionToken
Connect-ECRRegistry -ProfileName program -RegistryId 111122223333
Disconnect-ECRRegistry 111122223333 -PassThru
Clear-ECRTokenCache
`$keys.SecretKey = 'wrong'
Get-ECRLoginCommand @keys
`$Error | Format-List * -Force
Get-History
`$null = Stop-Transcript
"@
    }

    It 'shows no secret on its screen, in its transcript, or in the list of processes while its client runs' {
        $shown = & $shell -NoProfile -NonInteractive -File $session 2>&1 | Out-String -Width 4096
        $kept = [IO.File]::ReadAllText($transcript)
        foreach ($text in $shown, $kept) {
            $text | Should -Match $mark
            $text | Should -Match 'https://111122223333\.dkr\.ecr'
            $text | Should -Match 'Login Succeeded'
            $text | Should -Match 'Credentials: '
            $text | Should -Match 'InvalidSignatureException'
            Find-Secret $text @(Get-Signature) | Should -BeNullOrEmpty
        }
        $runs = @(Get-ClientRun $client)
        $runs | Should -HaveCount 4
        foreach ($run in $runs) { Find-Secret (($run.Arguments + $run.Environment) -join "`n") | Should -BeNullOrEmpty }
        # Windows shows a process's arguments to its own user alone.
        $lists = @(Get-ChildItem "$client.runs/*/processes")
        $lists | Should -HaveCount $(if ($onUnix) { 4 } else { 0 })
        foreach ($list in $lists) {
            $seen = [IO.File]::ReadAllText($list)
            $seen | Should -Match 'docker login --username AWS --password-stdin 111122223333'
            Find-Secret $seen | Should -BeNullOrEmpty
        }
    }

    It 'starts no program with a secret among its arguments' -Tag Unix, Strace {
        $trace = "$TestDrive/trace"
        $null = strace -f --seccomp-bpf -s 1000000 -e 'trace=execve,execveat' -o $trace $shell -NoProfile -NonInteractive -File $session 2>&1
        $seen = [IO.File]::ReadAllText($trace)
        $seen | Should -Match $mark
        foreach ($program in 'docker", \["[^]]*"login", "--username", "AWS", "--password-stdin"', 'docker-credential-fake', 'keys') {
            $seen | Should -Match "execve\(`"$bin/$program"
        }
        Find-Secret $seen @(Get-Signature) | Should -BeNullOrEmpty
    }
}

Describe 'The history' {
    It 'holds the commands as they were typed' {
        Use-EcrSetting (Get-SecretSetting)
        $shell = Open-Shell
        $settings = [Management.Automation.PSInvocationSettings]::new()
        $settings.AddToHistory = $true
        try {
            $shell.Runspace.SessionStateProxy.SetVariable('keys', @{ AccessKey = $fakeKey; SecretKey = $fake.Secret; SessionToken = $fake.Session })
            $lines = '$login = Get-ECRLoginCommand @keys -Verbose -Debug', '$null = Get-ECRLoginPassword @keys',
            'Get-ECRAuthorizationToken @keys', 'Get-ECRLoginCommand @keys -RegistryId junk', 'Clear-ECRTokenCache'
            foreach ($line in $lines) {
                try { $null = $shell.AddScript($line).Invoke($null, $settings) } catch { $line | Should -Match 'junk' }
                $shell.Commands.Clear()
            }
            $history = @($shell.AddScript('Get-History').Invoke())
            $history.CommandLine | Should -BeExactly $lines
            Find-Secret ($history | Format-List * | Out-String -Width 4096) | Should -BeNullOrEmpty
        } finally {
            $shell.Dispose()
        }
    }
}

# Where PowerShell's log is that of the system, by a function that can be stood in for.
Describe 'The log of a machine that logs what every module does' -Tag Unix -Skip:(-not $onLinux) {
    BeforeAll {
        $null = New-Item -ItemType Directory -Force "$TestDrive/.config/powershell", "$TestDrive/.aws"
        Set-Content "$TestDrive/.config/powershell/powershell.config.json" (ConvertTo-Json -Depth 4 @{
                PowerShellPolicies = @{ ModuleLogging = @{ EnableModuleLogging = $true; ModuleNames = @('*') } }
            })
        & cc -shared -fPIC -o "$TestDrive/keep-log.so" "$PSScriptRoot/Support/KeepLog.c" | Should -BeNullOrEmpty
        Set-Content "$TestDrive/.aws/credentials" '[plain]', "aws_access_key_id = $fakeKey", "aws_secret_access_key = $($fake.Secret)", "aws_session_token = $($fake.Session)"
        @{ AccessKey = $fakeKey; SecretKey = $fake.Secret; SessionToken = $fake.Session } | ConvertTo-Json | Set-Content "$TestDrive/keys.json"
        Use-EcrSetting (Get-SecretSetting)
        Use-WatchfulClient
        $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = $env:AWS_SESSION_TOKEN = $null
        Remove-Item "$env:DOCKER_CONFIG/config.json" -ErrorAction Ignore

        # What is logged of some lines. $plain has the keys as text; $keys has the secret ones as SecureStrings, made by
        # .NET: commands that make them log what they are given.
        function Get-Log($Lines) {
            Set-Content "$TestDrive/logged.ps1" @"
`$plain = @{}
`$read = [Text.Json.JsonSerializer]::Deserialize([IO.File]::ReadAllText('$TestDrive/keys.json'), [Collections.Generic.Dictionary[string, string]])
foreach (`$pair in `$read.GetEnumerator()) { `$plain[`$pair.Key] = `$pair.Value }
`$keys = @{ AccessKey = `$plain.AccessKey }
foreach (`$name in 'SecretKey', 'SessionToken') {
    `$keys[`$name] = [securestring]::new()
    foreach (`$letter in `$plain[`$name].ToCharArray()) { `$keys[`$name].AppendChar(`$letter) }
}
Import-Module '$manifest'
$Lines
"@
            $log = "$TestDrive/$([guid]::NewGuid()).log"
            $start = [Diagnostics.ProcessStartInfo]::new($shell, "-NoLogo -NoProfile -NonInteractive -File `"$TestDrive/logged.ps1`"")
            $start.Environment['LD_PRELOAD'] = "$TestDrive/keep-log.so"
            $start.Environment['KEPT_LOG'] = $log
            $start.RedirectStandardOutput = $start.RedirectStandardError = $true
            $process = [Diagnostics.Process]::Start($start)
            $errors = $process.StandardError.ReadToEndAsync()
            $screen = $process.StandardOutput.ReadToEnd()
            $process.WaitForExit()
            [pscustomobject]@{ Screen = $screen + $errors.Result; Log = [IO.File]::ReadAllText($log) }
        }
    }

    It 'holds no secret of any command whose keys are SecureStrings, a credential or a profile' {
        $seen = Get-Log @'
Get-ECRLoginCommand @keys
Get-ECRLoginCommand @keys | Format-Table
"$(Get-ECRLoginCommand @keys)"
Get-ECRLoginCommand -ProfileName plain | Out-String
Get-ECRAuthorizationToken -ProfileName plain
Get-ECRLoginPassword @keys -AsSecureString
Get-ECRLoginCommand -Credential ([pscustomobject]@{ Credentials = $keys })
Connect-ECRRegistry @keys -PassThru
Connect-ECRRegistry -ProfileName plain
Get-ECRLoginCommand @keys -RegistryId junk
Get-ECRLoginCommand -AccessKey wrong -SecretKey $keys.SecretKey
Connect-ECRRegistry -Regoin us-east-1 $keys.SecretKey
Disconnect-ECRRegistry 111122223333 -PassThru
Clear-ECRTokenCache
'@
        foreach ($command in 'Get-ECRLoginCommand', 'Get-ECRAuthorizationToken', 'Get-ECRLoginPassword', 'Connect-ECRRegistry', 'Disconnect-ECRRegistry') {
            $seen.Log | Should -Match "CommandInvocation\($command\)"
        }
        $seen.Screen | Should -Match 'https://111122223333'
        Find-Secret $seen.Log @(Get-Signature) | Should -BeNullOrEmpty
        Find-Secret $seen.Screen @(Get-Signature) | Should -BeNullOrEmpty
    }

    It 'holds <Scenario>' -ForEach @(
        @{ Scenario = 'keys that are given as text, which SecureStrings are for'; Lines = 'Get-ECRLoginCommand @plain' }
        # PowerShell makes text for a program with Out-String, whose input is logged.
        @{ Scenario = 'a password that is piped to a program, which Connect-ECRRegistry is for'; Lines = 'Get-ECRLoginPassword @keys | docker login' }
    ) {
        Find-Secret (Get-Log $Lines).Log | Should -Not -BeNullOrEmpty
    }
}

Describe 'The memory of a process' -Skip:(-not ($onLinux -or $onWindows)) {
    BeforeAll {
        Use-EcrSetting (Get-SecretSetting)
        Use-WatchfulClient
        Remove-Item "$env:DOCKER_CONFIG/config.json" -ErrorAction Ignore
        $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = $env:AWS_SESSION_TOKEN = $null

        # Runs lines in a process of its own. What it is to know is given to it with a mask over each byte.
        function Invoke-Masked($Lines) {
            $masked = foreach ($name in 'Secret', 'Session', 'Password') {
                $bytes = [Text.Encoding]::UTF8.GetBytes($fake[$name])
                for ($i = 0; $i -lt $bytes.Length; $i++) { $bytes[$i] = $bytes[$i] -bxor 0x5A }
                "'$([Convert]::ToBase64String($bytes))'"
            }
            Set-Content "$TestDrive/memory.ps1" @"
. '$PSScriptRoot/Support/MemorySearch.ps1'
Import-Module '$manifest'
`$secret, `$session, `$password = $($masked -join ', ') | ForEach-Object { , [Convert]::FromBase64String(`$_) }
function ConvertTo-Secure(`$Masked) {
    `$secure = [securestring]::new()
    foreach (`$byte in `$Masked) { `$secure.AppendChar([char](`$byte -bxor 0x5A)) }
    `$secure
}
`$keys = @{ AccessKey = '$fakeKey'; SecretKey = (ConvertTo-Secure `$secret); SessionToken = (ConvertTo-Secure `$session) }
$Lines
"@
            & $shell -NoLogo -NoProfile -NonInteractive -File "$TestDrive/memory.ps1" 2>&1
        }
    }

    It 'holds no keys that came as SecureStrings and no password that went to a client, after Clear-ECRTokenCache' {
        $seen = Invoke-Masked @'
(Connect-ECRRegistry @keys -PassThru).Status
try { Connect-ECRRegistry @keys -EndpointUrl http://127.0.0.1:1 } catch { $_.Exception.Code }
Clear-ECRTokenCache
foreach ($masked in $secret, $session, $password) { [MemorySearch]::Count($masked) }
'@
        $seen | Should -BeExactly 'Succeeded', 'ConnectionRefused', 0, 0, 0
    }

    It 'would be seen to hold one' {
        $seen = Invoke-Masked @'
$copy = [Runtime.InteropServices.Marshal]::AllocHGlobal($secret.Length)
for ($i = 0; $i -lt $secret.Length; $i++) { [Runtime.InteropServices.Marshal]::WriteByte($copy, $i, $secret[$i] -bxor 0x5A) }
[MemorySearch]::Count($secret)
'@
        $seen | Should -BeExactly 1
    }
}
