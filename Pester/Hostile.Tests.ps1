BeforeDiscovery {
    . $PSScriptRoot/Support/Hostile.ps1
    # Each value has an account of its own in either place. All that follows the first colon is the password.
    $number = 0
    $rows = foreach ($row in @(Get-QuotableValue) + @(Get-RefusedValue | ForEach-Object { $_ + @{ IsRefused = $true } })) {
        $logins = foreach ($text in "$($row.Value):password", "AWS:$($row.Value)") {
            $number++
            $username, $password = $text -split ':', 2
            @{ Account = '{0:d12}' -f $number; Username = $username; Password = $password }
        }
        @{ Scenario = $row.Scenario; Logins = $logins; IsRefused = [bool]$row.IsRefused }
    }
    $endpoints = @(Get-HostileEndpoint)
    $views = @(
        @{ Scenario = 'default'; Show = { $input | Out-String -Width 4096 } }
        @{ Scenario = 'Format-List'; Show = { $input | Format-List | Out-String -Width 4096 } }
        @{ Scenario = 'Format-Table'; Show = { $input | Format-Table | Out-String -Width 4096 } }
        @{ Scenario = 'Format-Wide'; Show = { $input | Format-Wide | Out-String -Width 4096 } }
        @{ Scenario = 'Format-Custom'; Show = { $input | Format-Custom | Out-String -Width 4096 } }
        @{ Scenario = 'text with the object in it'; Show = { $input | ForEach-Object { "$_" } } }
        @{ Scenario = 'the format operator'; Show = { $input | ForEach-Object { '{0}' -f $_ } } }
        @{ Scenario = 'Write-Information'; Show = { $input | ForEach-Object { Write-Information $_ 6>&1 } } }
        @{ Scenario = 'default, from a job'; Show = {
                $input | ForEach-Object { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) } |
                    Out-String -Width 4096
            }
        }
    )
    $long = foreach ($text in 'a', "'", [string][char]0x2019, ' ', '$(New-Item canary)', '; New-Item canary ') {
        @{ Scenario = $text; Password = $text * [int](1MB / [Text.Encoding]::UTF8.GetByteCount($text)) }
    }
}

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Clients.ps1
    . $PSScriptRoot/Support/Hostile.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    $script:nest = (New-Item -ItemType Directory "$TestDrive/nest").FullName
    $script:recorder = "$TestDrive/recorder"
    $script:path = $env:PATH

    $script:onUnix = [IO.Path]::DirectorySeparatorChar -eq '/'
    Set-Location $nest

    function ConvertTo-Base64($Text) { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($Text)) }

    # Settings with the token of every account.
    function Get-TokenSetting($Rows) {
        $tokens = @{}
        foreach ($login in $Rows.Logins) { $tokens[$login.Account] = @{ username = $login.Username; password = $login.Password } }
        @{ tokens = $tokens }
    }

    # The parts of a command line, if it is one command with constant texts for arguments and nothing else. By plain
    # comparisons here and below: hundreds of values go through, and each Should takes its time.
    function Get-CommandPart($Text) {
        $problems = $null
        $ast = [Management.Automation.Language.Parser]::ParseInput($Text, [ref]$null, [ref]$problems)
        $statements = $ast.EndBlock.Statements
        $isPipeline = $statements.Count -eq 1 -and $statements[0] -is [Management.Automation.Language.PipelineAst]
        if ($problems -or -not $isPipeline -or $statements[0].PipelineElements.Count -ne 1) { throw "More than a command: $Text" }
        $command = $statements[0].PipelineElements[0]
        if ($command.Redirections.Count -gt 0 -or $command.InvocationOperator -ne 'Unknown') { throw "Not just a command: $Text" }
        foreach ($element in $command.CommandElements) {
            if ($element -isnot [Management.Automation.Language.StringConstantExpressionAst]) { throw "Not a constant text: $element" }
            $element.Value
        }
    }

    # Runs a command line with a function in place of the client, and gives the arguments.
    function Invoke-WithFunction($Command) {
        $given = [Collections.Generic.List[object]]::new()
        function docker { $given.Add($args) }
        $written = @(Invoke-Expression $Command)
        if ($given.Count -ne 1 -or $written.Count -gt 0) { throw "Ran otherwise: $Command" }
        if (@($given[0] | Where-Object { $_ -isnot [string] }).Count -gt 0) { throw "An argument is no text: $Command" }
        $given[0]
    }

    # Runs a command line with a program in place of the client, and gives the arguments.
    function Invoke-WithProgram($Login, $Passing) {
        $name = $Login.ProxyEndpoint.Substring(8)
        Get-ChildItem "$recorder/docker$programEnding.runs" | Remove-Item -Recurse
        $PSNativeCommandArgumentPassing = $Passing
        $env:PATH = "$recorder$([IO.Path]::PathSeparator)$path"
        try { $written = @(Invoke-Expression $Login.Command) } finally { $env:PATH = $path }
        if ($written.Count -gt 0) { throw "Wrote something: $($Login.Command)" }
        (Get-RecordedRun $recorder)[$name].Arguments
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'Command with a hostile value' -ForEach @{ All = @($rows) } {
    BeforeAll {
        Add-Recorder $recorder
        $settings = Get-TokenSetting $All
        Use-EcrSetting $settings
        $record = Get-Record { Get-ECRLoginCommand -RegistryId @($settings.tokens.Keys) -ErrorAction Continue }
        $script:results = @{}
        foreach ($login in $record.Output) { $results[$login.ProxyEndpoint.Substring(8, 12)] = $login }
        $script:failures = @{}
        foreach ($failure in $record.Error) { $failures[$failure.TargetObject[0]] = $failure }
    }

    AfterEach {
        # Nothing was run beside the client.
        Get-ChildItem $nest | Should -BeNullOrEmpty
    }

    It 'is the client alone with <Scenario>' -ForEach ($rows | Where-Object { -not $_.IsRefused }) {
        foreach ($given in $Logins) {
            $login = $results[$given.Account]
            $expected = 'login', '--username', $given.Username, '--password', $given.Password, $login.ProxyEndpoint
            $login.Username, $login.Password | Should -BeExactly $given.Username, $given.Password
            Get-CommandPart $login.Command | Should -BeExactly (@('docker') + $expected)
            Invoke-WithFunction $login.Command | Should -BeExactly $expected
            if (-not $onUnix) { continue }
            # The second as Windows PowerShell does it.
            foreach ($passing in 'Standard', 'Legacy') {
                Invoke-WithProgram $login $passing | Should -BeExactly $expected
            }
        }
    }

    It 'is none with <Scenario>, but an error' -ForEach ($rows | Where-Object IsRefused) {
        foreach ($given in $Logins) {
            $results.ContainsKey($given.Account) | Should -BeFalse
            Get-ErrorId $failures[$given.Account] | Should -BeExactly 'EcrLogin.UnsafeCommandValue'
            "$($failures[$given.Account])" | Should -Not -Match 'canary'
        }
    }
}

Describe 'Anything else that ran' {
    It 'would leave a file' {
        function docker { 'ran' }
        $null = Invoke-Expression "docker login 'a'; New-Item canary"
        "$nest/canary" | Should -Exist
        Remove-Item "$nest/canary"
    }
}

Describe 'A password of 1 MiB' {
    It 'of <Scenario> is one argument of the client alone' -ForEach $long {
        Use-EcrSetting @{ tokens = @{ '111122223333' = @{ password = $Password } } }
        $login = Get-ECRLoginCommand
        # Not by Should, which would write them out.
        $login.Password -ceq $Password | Should -BeTrue
        $parts = @(Get-CommandPart $login.Command)
        $given = Invoke-WithFunction $login.Command
        $parts[1..6] -join "`n" -ceq ($given -join "`n") | Should -BeTrue
        $given[4] -ceq $Password | Should -BeTrue

        $shown = $login | Out-String -Width 4096
        $shown.Length | Should -BeLessThan 1000
        Get-ChildItem $nest | Should -BeNullOrEmpty
    }
}

Describe 'A hostile endpoint' {
    BeforeAll {
        Add-Recorder $recorder -KeepLogin
        $env:DOCKER_CONFIG = "$TestDrive/config"
    }

    AfterEach {
        Get-ChildItem $nest | Should -BeNullOrEmpty
    }

    It '<Url> is part of no command, unless it is a plain host' -ForEach $endpoints {
        Use-EcrSetting @{ tokens = @{ '111122223333' = @{ proxy_endpoint = $Url } } }
        $record = Get-Record { Get-ECRLoginCommand -ErrorAction Continue }
        if ($IsPlain) {
            Get-CommandPart $record.Output.Command | Should -BeExactly 'docker', 'login', '--username', 'AWS', '--password', 'password-for-111122223333', $Url
            return
        }
        $record.Output | Should -BeNullOrEmpty
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.UnsafeCommandValue'
        "$($record.Thrown)" | Should -Not -Match '[\p{Cc}\p{Cf}]'
    }

    It '<Url> is not logged in to' -ForEach $endpoints {
        Use-EcrSetting @{ tokens = @{ '111122223333' = @{ proxy_endpoint = $Url } } }
        $env:PATH = "$recorder$([IO.Path]::PathSeparator)$path"
        try { $record = Get-Record { Connect-ECRRegistry -ErrorAction Continue } } finally { $env:PATH = $path }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.UnsafeEndpoint'
        $record.Thrown.CategoryInfo.Category | Should -Be 'InvalidData'
        "$($record.Thrown)" | Should -Not -Match '[\p{Cc}\p{Cf}]'
        (Get-RecordedRun $recorder).Keys | Should -BeNullOrEmpty
    }
}

Describe 'Logins with hostile values' -ForEach @{ All = @($rows) } {
    It 'give the client those and nothing else' {
        Add-Recorder $recorder -KeepLogin
        $env:DOCKER_CONFIG = "$TestDrive/config"
        $settings = Get-TokenSetting $All
        Use-EcrSetting $settings
        $env:PATH = "$recorder$([IO.Path]::PathSeparator)$path"
        try { $record = Get-Record { Connect-ECRRegistry -RegistryId @($settings.tokens.Keys) -ErrorAction Continue } } finally { $env:PATH = $path }

        $runs = Get-RecordedRun $recorder
        $failed = 0
        $wrong = foreach ($row in $All) {
            foreach ($given in $row.Logins) {
                $name = "$($given.Account).dkr.ecr.us-east-1.amazonaws.com"
                # An empty password would be asked for, and no program can be given a NUL.
                if ($given.Password -eq '' -or $given.Username.Contains("`0")) {
                    $failed++
                    if ($runs[$name]) { "$($row.Scenario): was run" }
                    continue
                }
                $expected = 'login', '--username', $given.Username, '--password-stdin', $name
                if ((@($runs[$name].Arguments) -join "`0") -cne ($expected -join "`0")) { "$($row.Scenario): arguments" }
                if ($runs[$name].Text -cne $given.Password) { "$($row.Scenario): input" }
            }
        }
        $wrong | Should -BeNullOrEmpty
        $record.Error.Count | Should -Be $failed
        foreach ($failure in $record.Error) { Get-ErrorId $failure | Should -BeIn 'EcrLogin.InvalidToken', 'EcrLogin.ToolFailed' }
        Get-ChildItem $nest | Should -BeNullOrEmpty
    }
}

Describe 'On screen' {
    BeforeAll {
        # A bell, a backspace, an erased screen, a turn of the reading direction, and what nobody sees.
        $script:marks = Get-Character 0x07, 0x08, 0x9B, 0x1B, 0x5B, 0x32, 0x4A, 0x202E, 0x2066, 0x200B
        $script:found = '[\x07\x08\x9B\u202E\u2066\u200B]|\x1B\[2J'
        $script:secret = 'abcdefghijkl' + ('middle' * 20) + 'mnopqrstuvwxyz0'
    }

    It 'no character of an endpoint moves anything by <Scenario>' -ForEach $views {
        Use-EcrSetting @{ tokens = @{ '111122223333' = @{ proxy_endpoint = "https://host$marks"; password = $secret } } }
        $data = Get-ECRAuthorizationToken
        $data.ProxyEndpoint | Should -BeExactly "https://host$marks"
        $seen = $data | & $Show | Out-String -Width 4096
        $seen | Should -Match 'https://host'
        $seen | Should -Not -Match $found
        $seen | Should -Not -Match (ConvertTo-Base64 "AWS:$secret").Substring(0, 30)
    }

    It 'no character of a user name moves anything by <Scenario>' -ForEach $views {
        $turned = "A$(Get-Character 0x202E, 0x2066, 0x200B)WS"
        Use-EcrSetting @{ tokens = @{ '111122223333' = @{ username = $turned; password = $secret } } }
        $login = Get-ECRLoginCommand
        $login.Username | Should -BeExactly $turned
        $seen = $login | & $Show | Out-String -Width 4096
        $seen | Should -Match '111122223333|WS'
        $seen | Should -Not -Match $found
        $seen | Should -Not -Match 'middle'
    }

    It 'no character of an error moves anything, in <Scenario>' -ForEach @(
        @{ Scenario = 'the words of the service'; Settings = { @{ fault = @{ kind = 'error'; status = 400; code = 'AccessDeniedException'; message = "no$marks" } } } }
        @{ Scenario = 'its code'; Settings = { @{ body = @{ status = 400; text = (ConvertTo-Json @{ __type = "Odd$marks"; message = 'no' }) } } } }
        @{ Scenario = 'the endpoint of a bad entry'; Settings = { @{ tokens = @{ '111122223333' = @{ proxy_endpoint = "https://host$marks"; raw_token = '%%%' } } } } }
        @{ Scenario = 'an endpoint of no use'; Settings = { @{ tokens = @{ '111122223333' = @{ proxy_endpoint = "https://host$marks" } } } } }
    ) {
        Use-EcrSetting (& $Settings)
        $record = Get-Record { Get-ECRLoginCommand -Verbose -Debug -ErrorAction Continue }
        $record.Thrown | Should -Not -BeNullOrEmpty
        "$($record.Thrown)" | Should -Not -Match $found
        $record.Thrown.Exception.Data.Values | Out-String | Should -Not -Match $found
        @($record.All) + $record.Thrown | Out-String -Width 4096 | Should -Not -Match $found
        @($record.All) + $record.Thrown | Format-List * | Out-String -Width 4096 | Should -Not -Match $found
    }

    It 'a session token that comes back with <Code> between its parts is not put together again' -ForEach @(
        foreach ($code in 0xAD, 0x61C, 0x180E, 0xFFF9, 0x200B, 0xFE0F, 0xE0041, 0x2E, 0x20, 0xE4) { @{ Code = 'U+{0:X4}' -f $code; Between = Get-Character $code } }
    ) {
        $letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
        $token = -join (0..299 | ForEach-Object { $letters[($_ * $_ * 7 + [Math]::Floor($_ / 3)) % 62] })
        $echo = (0..9 | ForEach-Object { $token.Substring($_ * 30, 30) }) -join $Between
        Use-EcrSetting @{ fault = @{ kind = 'error'; status = 400; code = 'AccessDeniedException'; message = $echo } }
        $record = Get-Record { Get-ECRLoginCommand -AccessKey $env:AWS_ACCESS_KEY_ID -SecretKey $env:AWS_SECRET_ACCESS_KEY -SessionToken $token -Verbose -Debug }
        "$($record.Thrown)" | Should -BeLike '*AccessDeniedException*'
        $told = (@($record.All) + $record.Thrown | Format-List * -Force | Out-String -Width 4096) -replace '[^a-zA-Z0-9]'
        foreach ($part in 0..14) { $told | Should -Not -MatchExactly $token.Substring($part * 20, 16) }
    }

    It 'every character of format that .NET knows is left out, also outside the first plane' {
        $plain = [EcrLogin.EcrLoginException].Assembly.GetType('EcrLogin.Errors.PlainText').GetMethod('OfProperty')
        $codes = @(0x80..0xD7FF) + @(0xE000..0x1FFFF) + @(0xE0000..0xE0FFF) | Where-Object {
            [Globalization.CharUnicodeInfo]::GetUnicodeCategory([char]::ConvertFromUtf32($_), 0) -eq 'Format'
        }
        $codes.Count | Should -BeGreaterThan 50
        $plain.Invoke($null, @("a$(Get-Character $codes)b")) | Should -BeExactly 'ab'
        $written = "a$(Get-Character 0xA0, 0xE4, 0x4E2D, 0x1F600)b"
        $plain.Invoke($null, @($written)) | Should -BeExactly $written
        $plain.Invoke($null, @("a$([char]0xD83D)b")) | Should -BeExactly "a$([char]0xD83D)b"
    }
}
