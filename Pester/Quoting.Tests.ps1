# Command of Get-ECRLoginCommand, held against PowerShell's own way to quote and to read.

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr

    # Gets the logins of registries whose passwords are these, at most ten of them, and passes over those refused.
    function Get-LoginOf([string[]] $Passwords) {
        $tokens = @{}
        for ($i = 0; $i -lt $Passwords.Count; $i++) { $tokens['{0:d12}' -f ($i + 1)] = @{ password = $Passwords[$i] } }
        Use-EcrSetting @{ tokens = $tokens }
        Get-ECRLoginCommand -RegistryId ($tokens.Keys | Sort-Object) -ErrorAction SilentlyContinue
    }

    # What of a login's Command is not as PowerShell would quote it, or would not be read as docker and its six arguments.
    function Get-Misquote($Login, $Password) {
        $start = 'docker login --username AWS --password '
        $quoted = [Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($Password)
        if (-not [string]::Equals($Login.Command, "$start'$quoted' $($Login.ProxyEndpoint)", 'Ordinal')) { 'quoted otherwise' }
        $problems = $null
        $ast = [Management.Automation.Language.Parser]::ParseInput($Login.Command, [ref]$null, [ref]$problems)
        $elements = @($ast.EndBlock.Statements[0].PipelineElements[0].CommandElements)
        if ($problems -or $ast.EndBlock.Statements.Count -ne 1 -or $elements.Count -ne 7) { 'read as something else' }
        elseif (-not [string]::Equals($elements[5].Value, $Password, 'Ordinal')) { 'read as another value' }
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'Command' {
    It 'quotes every character of Unicode that it takes as PowerShell does: U+<Start> to U+<End>' -ForEach @(
        # A plane each; the first in two, around the halves of pairs, which are no characters.
        @{ Start = '00A0'; End = 'D7FF' }
        @{ Start = 'E000'; End = 'FFFF' }
        foreach ($plane in 1..16) { @{ Start = '{0:X}0000' -f $plane; End = '{0:X}FFFF' -f $plane } }
    ) {
        $from, $to = [Convert]::ToInt32($Start, 16), [Convert]::ToInt32($End, 16)
        $size = 4096
        $passwords = for ($at = $from; $at -le $to; $at += $size) {
            $codes = [int[]]($at..[Math]::Min($at + $size - 1, $to))
            $bytes = [byte[]]::new(4 * $codes.Count)
            [Buffer]::BlockCopy($codes, 0, $bytes, 0, $bytes.Count)
            [Text.Encoding]::UTF32.GetString($bytes)
        }
        $seen = 0
        for ($first = 0; $first -lt @($passwords).Count; $first += 10) {
            $some = @(@($passwords)[$first..($first + 9)] | Where-Object { $_ })
            $logins = @(Get-LoginOf $some)
            $logins.Count | Should -Be $some.Count
            for ($i = 0; $i -lt $some.Count; $i++) {
                Get-Misquote $logins[$i] $some[$i] | Should -BeNullOrEmpty
                $seen += $some[$i].Length
            }
        }
        # Each of a higher plane is a pair.
        $seen | Should -Be (($to - $from + 1) * $(if ($from -gt 0xFFFF) { 2 } else { 1 }))
    }

    It 'has ASCII bare where it can be read as nothing but a value, else quoted, else not at all' {
        $letters = 0x00..0x9F | ForEach-Object { [char]$_ }
        foreach ($way in 'first', 'later') {
            for ($at = 0; $at -lt $letters.Count; $at += 8) {
                $passwords = @('plain') + @($letters[$at..($at + 7)] | ForEach-Object { if ($way -eq 'first') { "${_}a" } else { "a$_" } })
                $logins = @(Get-LoginOf $passwords)
                $refused = @($passwords -match '["\\\x00-\x1F\x7F-\x9F]')
                $logins.Count | Should -Be ($passwords.Count - $refused.Count)
                foreach ($login in $logins) {
                    if ($login.Password -cmatch '^[A-Za-z][A-Za-z0-9._:/+=@%-]*\z') {
                        $login.Command | Should -BeExactly "docker login --username AWS --password $($login.Password) $($login.ProxyEndpoint)"
                    } else {
                        Get-Misquote $login $login.Password | Should -BeNullOrEmpty -Because $login.Password
                    }
                }
            }
        }
    }
}
