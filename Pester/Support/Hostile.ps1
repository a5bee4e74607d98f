# Values that a hostile service could give: to break out of a command, to run something, to confuse who reads them.
# What runs one of them writes a file named canary into the working folder.

function Get-Character([int[]] $Codes) { -join ($Codes | ForEach-Object { [char]::ConvertFromUtf32($_) }) }

# Values that can stand in a command, quoted where need be.
function Get-QuotableValue {
    $run = 'New-Item canary'
    foreach ($quote in 0x27, 0x60, 0x2018, 0x2019, 0x201A, 0x201B, 0x201C, 0x201D, 0x201E, 0x2032, 0xFF07) {
        $mark = Get-Character $quote
        $name = 'U+{0:X4}' -f $quote
        @{ Scenario = "$name alone"; Value = $mark }
        @{ Scenario = "$name doubled"; Value = "a$mark$mark" }
        @{ Scenario = "$name around a command"; Value = "a$mark; $run; $mark" }
        @{ Scenario = "$name around a subexpression"; Value = "${mark}`$($run)$mark" }
    }
    $texts = @(
        # Expressions and further commands.
        "`$($run)", "@($run)", "& {$run}", ".{$run}", "{$run}", "`${x}; $run", "a; $run", "a;$run;", "| $run", "|| $run", "a && $run"
        "a & $run", '&', 'a | tee canary', '$(touch canary)', '`$(touch canary)', '`touch canary`'
        # Redirections.
        '> canary', 'a>canary', '2> canary', '*>canary', '< canary'
        # Variables, splats, comments, here-strings, operators, keywords.
        '$HOME', '$env:HOME', '${env:HOME}', '$x', '$', '$true', '$null', '%PATH%', '@args', '@{a=1}', '@', '#', 'a #b', '<#', '#>', "@'", "'@"
        ',', 'a,b', '(', ')', '()', '[int]', '{', '}', '!', '=', '%', '^', 'a:b', 'c:', 'env:PATH', 'true', 'if', 'exit', 'throw', 'return'
        # Patterns of files.
        '~', '~/a', '*', '?', '[a-z]*', '/*'
        # What reads as an option.
        "--% ; $run", '--%x', '-', '--', '---', '-u', '-x:y', '-x:$(New-Item canary)', '--password-stdin', '--config=.', '--username'
        '-version', '/c', '--help', "$(Get-Character 0x2013)username", "$(Get-Character 0x2014)x", "$(Get-Character 0x2015)x"
        # What reads as a number.
        '1', '007', '0x10', '1kb', '1e3', '1.50', '.5', '1..3', '100d'
        # What is harmless.
        'a b', ' ', '  a  ', 'http://evil.example', 'https://evil.example/$(id)', 'AWS', 'a@b', 'a=b', 'x+y/z=='
    )
    foreach ($text in $texts) { @{ Scenario = "<$text>"; Value = $text } }
    foreach ($code in 0xA0, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202E, 0x2066, 0xFEFF, 0x212A, 0x3000, 0xFF1B, 0xFF5C, 0x1F600, 0xE0041) {
        @{ Scenario = 'U+{0:X4}' -f $code; Value = "a$(Get-Character $code); $run" }
    }
}

# Values for which there is no command.
function Get-RefusedValue {
    foreach ($code in 0, 1, 7, 8, 9, 10, 11, 12, 13, 27, 127, 0x85, 0x9B) {
        @{ Scenario = 'U+{0:X4}' -f $code; Value = "a$([char]$code)New-Item canary" }
        @{ Scenario = 'U+{0:X4} at its end' -f $code; Value = "a$([char]$code)" }
    }
    foreach ($text in '', '"', 'a"; New-Item canary; "', 'a\', '\"', '\\', '--%') { @{ Scenario = "<$text>"; Value = $text } }
}

# Endpoints, and whether they are plain hosts, for which there is a command. Connect-ECRRegistry takes none of them.
function Get-HostileEndpoint {
    foreach ($text in 'http://evil.example', 'http://10.0.0.1', 'http://127.0.0.1.evil.example', 'http://localhost.evil.example',
        'https://evil.example', 'http://0x7f000001.example') {
        @{ Url = $text; IsPlain = $true }
    }
    $registry = '111122223333.dkr.ecr.us-east-1.amazonaws.com'
    $run = 'New-Item canary'
    $open, $close = (Get-Character 0x2018), (Get-Character 0x2019)
    $texts = @(
        # Other schemes, or no host.
        'ftp://host', 'file:///etc/passwd', 'javascript:x', 'host', $registry, '//host', 'https://', 'https:///', 'https:host'
        # What reads as an option.
        'https://-host', 'https://--config=.', '--config=.', '-H', 'https://a--%b c'
        # More than a host, or another one than it seems.
        "https://$registry/path", "https://$registry?a", "https://$registry#a", "https://user@$registry", "https://user:pw@$registry"
        "https://$registry@evil.example", "https://evil.example\@$registry", 'https://a%00b', 'https://a,b', 'https://*.example'
        'https://host:port', 'https://host:999999', 'https://host:-1', 'https://[::1'
        # Further commands.
        "https://$registry $run", "https://$registry; $run", "https://$registry`$($run)", "https://`$($run).example", "https://$registry|$run"
        "https://$registry&$run", "https://@($run)", "https://a'; $run; 'b", "https://a`"; $run; `"b", "https://a$close; $run; ${open}b", 'https://a`b'
        # Blanks, control characters, and letters of other scripts.
        "https://$registry`n$run", "https://$registry`n", "https://$registry`r", "https://$registry`0", "https://$registry`t", " https://$registry"
        "https://$registry ", "https://$(Get-Character 0x202E)moc.elpmaxe", "https://$(Get-Character 0x435)xample.com"
        "https://ex$(Get-Character 0x200B)ample.com"
    )
    foreach ($text in $texts) { @{ Url = $text; IsPlain = $false } }
}

# Puts a docker into a folder that records what it is given; with -KeepLogin it keeps the login too.
function Add-Recorder($Folder, [switch] $KeepLogin) {
    if (Test-Path $Folder) { Remove-Item $Folder -Recurse }
    $null = New-Item -ItemType Directory $Folder
    $client = Add-Client $Folder
    if (-not $KeepLogin) { [IO.File]::WriteAllText("$client.steps", 'exit 0') }
}

# The runs of that docker by the host that is the last argument; of several the newest.
function Get-RecordedRun($Folder) {
    $runs = @{}
    foreach ($run in Get-ClientRun "$Folder/docker$programEnding") { $runs[$run.Host -replace '^https://' -replace '/.*'] = $run }
    $runs
}
