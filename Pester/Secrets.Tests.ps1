BeforeDiscovery {
    $ways = @(
        @{ Way = 'in success'; Settings = @{} }
        @{ Way = 'refused'; Settings = @{ fault = @{ kind = 'error'; status = 400; code = 'AccessDeniedException'; message = 'no' } } }
        @{ Way = 'with a wrong signature'; Settings = @{ fault = @{ kind = 'error'; status = 400; code = 'InvalidSignatureException'; message = 'no' } } }
        @{ Way = 'throttled'; Settings = @{ fault = @{ kind = 'throttle' } } }
        @{ Way = 'timed out'; Settings = @{ fault = @{ kind = 'hang'; at = 'body' } } }
        @{ Way = 'reset'; Settings = @{ fault = @{ kind = 'reset'; at = 'body' } } }
        @{ Way = 'with half an answer'; Settings = @{ fault = @{ kind = 'truncated' } } }
        @{ Way = 'with a web page'; Settings = @{ fault = @{ kind = 'html'; status = 200 } } }
        @{ Way = 'with a token of no use'; Settings = @{ token = @{ raw_token = '%%%{0}' } } }
        @{ Way = 'with an endpoint of no use'; Settings = @{ token = @{ proxy_endpoint = 'ftp://nowhere' } } }
        @{ Way = 'with an unsafe password'; Settings = @{ token = @{ password = '{0}"' } } }
    )
}

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    $env:AWS_MAX_ATTEMPTS = '2'

    # Made up anew, so that nothing but the command can have written them.
    function Get-Fake { [guid]::NewGuid().ToString('N') }
    $script:fake = @{ Secret = Get-Fake; Session = Get-Fake; Password = "eyJwYXls$(Get-Fake)$(Get-Fake)" }

    # The endpoint with a key of those secrets, and a token with that password.
    function Use-Secret($Settings) {
        $token = @{ password = $fake.Password }
        $all = @{ keys = @{ ASIAIOSFODNN9EXAMPLE = @{ secret = $fake.Secret; session_token = $fake.Session } } }
        foreach ($name in $Settings.Keys) {
            if ($name -ne 'token') { $all[$name] = $Settings[$name]; continue }
            foreach ($field in $Settings.token.Keys) { $token[$field] = $Settings.token[$field] -f $fake.Password }
        }
        $all['tokens'] = @{ '111122223333' = $token }
        Use-EcrSetting $all
    }

    # Everything in a text that is a secret: as it is, in base64, in hex, or a piece of it.
    function Find-Secret($Text) {
        foreach ($name in $fake.Keys) {
            $value = $fake[$name]
            $bytes = [Text.Encoding]::UTF8.GetBytes($value)
            $forms = @{
                plain  = $value
                base64 = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("AWS:$value"))
                hex    = [BitConverter]::ToString($bytes).Replace('-', '').ToLowerInvariant()
                start  = $value.Substring(0, 20)
                end    = $value.Substring($value.Length - 20)
            }
            foreach ($form in $forms.Keys) { if ($Text.Contains($forms[$form])) { "$name ($form)" } }
        }
        if ($Text -match 'Signature=[0-9a-f]{16}') { 'a signature' }
    }

    # Everything that can be read of a record.
    function Get-Everything($Record) {
        foreach ($one in $Record) {
            "$one"
            $one | Out-String -Width 4096
            if ($one -is [Management.Automation.ErrorRecord]) {
                $one | Format-List * -Force | Out-String -Width 4096
                $one.Exception | Format-List * -Force | Out-String -Width 4096
                $one.Exception.ToString()
                $one.Exception.Data.Values | Out-String -Width 4096
                $one.TargetObject | Out-String -Width 4096
                $one.ScriptStackTrace
                $one.InvocationInfo | Format-List MyCommand, PositionMessage, Line | Out-String -Width 4096
            }
        }
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'No stream shows a secret' {
    BeforeEach {
        $Error.Clear()
    }

    It 'of parameters, <Way>' -ForEach $ways {
        Use-Secret $Settings
        $keys = @{ AccessKey = 'ASIAIOSFODNN9EXAMPLE'; SecretKey = $fake.Secret; SessionToken = $fake.Session }
        $record = Get-Record {
            Get-ECRLoginCommand @keys -ReadTimeoutSec 0.5 -Verbose -Debug -InformationAction Continue -ErrorAction Continue
        }
        $record.All.Count + [bool]$record.Thrown | Should -BeGreaterThan 0
        $seen = (Get-Everything $record.All) + (Get-Everything $record.Thrown) + (Get-Everything $Error) -join "`n"
        Find-Secret $seen | Should -BeNullOrEmpty
    }

    It 'of the environment, <Way>' -ForEach $ways {
        Use-Secret $Settings
        $env:AWS_ACCESS_KEY_ID = 'ASIAIOSFODNN9EXAMPLE'
        $env:AWS_SECRET_ACCESS_KEY = $fake.Secret
        $env:AWS_SESSION_TOKEN = $fake.Session
        try {
            $record = Get-Record { Get-ECRLoginCommand -ReadTimeoutSec 0.5 -Verbose -Debug -ErrorAction Continue }
        } finally {
            $env:AWS_SESSION_TOKEN = $null
        }
        $seen = (Get-Everything $record.All) + (Get-Everything $record.Thrown) + (Get-Everything $Error) -join "`n"
        Find-Secret $seen | Should -BeNullOrEmpty
    }

    It 'that is mistaken for <Scenario>' -ForEach @(
        @{ Scenario = 'a SecretKey without AccessKey'; Parameters = { @{ SecretKey = $fake.Secret } } }
        @{ Scenario = 'a list as SecretKey'; Parameters = { @{ AccessKey = 'A'; SecretKey = @($fake.Secret) } } }
        @{ Scenario = 'an object as SessionToken'; Parameters = { @{ AccessKey = 'A'; SecretKey = 'b'; SessionToken = [pscustomobject]@{ a = $fake.Session } } } }
        @{ Scenario = 'a credential without access key'; Parameters = { @{ Credential = @{ SecretKey = $fake.Secret } } } }
        @{ Scenario = 'an object for an id'; Parameters = { @{ RegistryId = [pscustomobject]@{ Password = $fake.Password } } } }
    ) {
        Use-Secret @{}
        $parameters = & $Parameters
        $record = Get-Record { Get-ECRLoginCommand @parameters -Verbose -Debug }
        $record.Thrown | Should -Not -BeNullOrEmpty
        Find-Secret ((Get-Everything $record.All) + (Get-Everything $record.Thrown) + (Get-Everything $Error) -join "`n") |
            Should -BeNullOrEmpty
    }
}

Describe 'The search' {
    It 'finds a secret that is <Form>' -ForEach @(
        @{ Form = 'plain'; Text = { $fake.Secret } }
        @{ Form = 'in base64'; Text = { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("AWS:$($fake.Password)")) } }
        @{ Form = 'cut'; Text = { $fake.Session.Substring(0, 25) } }
    ) {
        Find-Secret "before $(& $Text) after" | Should -Not -BeNullOrEmpty
    }

    It 'looks into the data of an error' {
        $record = & (Get-Module EcrLogin) { param($text) ConvertTo-ErrorRecord @{ code = 'Internal'; message = 'm'; details = @($text) } } $fake.Secret
        Find-Secret ((Get-Everything $record) -join "`n") | Should -Not -BeNullOrEmpty
    }
}

Describe 'No transcript shows a secret' {
    It 'of a session that gets a login, shows it, and fails to get another' {
        Use-Secret @{}
        $transcript = Join-Path $TestDrive 'transcript.txt'
        $script = Join-Path $TestDrive 'session.ps1'
        Set-Content $script @"
`$keys = @{ AccessKey = 'ASIAIOSFODNN9EXAMPLE'; SecretKey = `$env:TEST_SECRET; SessionToken = `$env:TEST_SESSION }
Import-Module '$manifest'
`$null = Start-Transcript '$transcript'
`$VerbosePreference = `$DebugPreference = 'Continue'
`$login = Get-ECRLoginCommand @keys
`$login
`$login | Format-Table
"The login is `$login"
Get-ECRLoginCommand @keys -RegistryId junk
`$keys.SecretKey = 'wrong'
Get-ECRLoginCommand @keys
Get-History | Out-String
`$null = Stop-Transcript
"@
        $env:TEST_SECRET = $fake.Secret
        $env:TEST_SESSION = $fake.Session
        try {
            $shown = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File $script 2>&1 | Out-String -Width 4096
        } finally {
            $env:TEST_SECRET = $env:TEST_SESSION = $null
        }
        $kept = Get-Content $transcript -Raw
        $kept | Should -Match '111122223333\.dkr\.ecr'
        $kept | Should -Match 'InvalidSignatureException'
        Find-Secret $kept | Should -BeNullOrEmpty
        Find-Secret $shown | Should -BeNullOrEmpty
    }
}

Describe 'The memory of a request' {
    It 'is cleared after the call' {
        $bytes = & (Get-Module EcrLogin) {
            param($secret)
            $kept = @{}
            $make = ${function:ConvertTo-RequestJson}
            Set-Item function:script:ConvertTo-RequestJson { $kept.Bytes = & $make @args; , $kept.Bytes }.GetNewClosure()
            try {
                $null = Get-ECRLoginCommand -AccessKey ASIAIOSFODNN9EXAMPLE -SecretKey $secret -ErrorAction SilentlyContinue
            } finally {
                Set-Item function:script:ConvertTo-RequestJson $make
            }
            , $kept.Bytes
        } $fake.Secret
        $bytes.Length | Should -BeGreaterThan 100
        ($bytes | Measure-Object -Sum).Sum | Should -Be 0
    }
}
