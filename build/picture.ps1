# The README's picture: a session of the built module with the local endpoint, a real docker and real registries.

$pictureColors = [ordered]@{
    'session-dark.svg'  = @{ Back = '#0d1117'; Bar = '#161b22'; Text = '#e6edf3'; Prompt = '#8b949e'; Green = '#3fb950' }
    'session-light.svg' = @{ Back = '#ffffff'; Bar = '#f6f8fa'; Text = '#1f2328'; Prompt = '#656d76'; Green = '#1a7f37' }
}

# The pictures by their file names.
function Get-SessionPicture {
    param([string] $ModuleFolder, [string] $LocalEcr)

    $text = Get-SessionText $ModuleFolder $LocalEcr
    $pictures = [ordered]@{}
    foreach ($name in $pictureColors.Keys) { $pictures[$name] = ConvertTo-TerminalSvg $text $pictureColors[$name] }
    $pictures
}

# What the session prints. Every password and time is of the local endpoint, the same in each run, and docker finds the
# registries by their own names: over the endpoint's proxy, with certificates that it trusts for this run.
function Get-SessionText {
    param([string] $ModuleFolder, [string] $LocalEcr)

    $passwords = [ordered]@{
        '123456789012' = '1rFtQWbW7KoHq3JvXc0LmSe9TzPd4UyGa8NhBkkYd4PUZX2bVcQ1n'
        '210987654321' = 'm5ZsE2xCwR8jK7fVt0QyLp3HnDgAu6TbXoIiW9hGrS1vNqMe4PkJz'
    }
    $scratch = New-ScratchFolder
    $services = @()
    try {
        $names = foreach ($account in $passwords.Keys) { "$account.dkr.ecr.us-east-1.amazonaws.com" }
        Invoke-Tool $LocalEcr (@('certs', $scratch) + ($names | ForEach-Object { '--name', $_ }))
        $settings = @{ tokens = @{}; proxy = @{ routes = @{} } }
        foreach ($account in $passwords.Keys) {
            $registry = @{
                Login       = New-Object Net.NetworkCredential 'AWS', $passwords[$account]
                Scratch     = (New-Item -ItemType Directory -Path (Join-Path $scratch $account)).FullName
                Certificate = Join-Path $scratch 'good.pem'
                Key         = Join-Path $scratch 'good.key'
            }
            $services += Open-DockerRegistry @registry
            $settings.tokens[$account] = @{ password = $passwords[$account]; expires_at = 1800000000.5 }
            $settings.proxy.routes["$account.dkr.ecr.us-east-1.amazonaws.com:443"] = $services[-1].Address
        }
        $endpoint = Open-Service -Path $LocalEcr -Arguments '--proxy' -Pattern '^proxy on (http://\S+)' -Scratch $scratch
        $services += $endpoint
        $url = (Select-String -LiteralPath (Join-Path $scratch 'local_ecr.log.out') -Pattern '^listening on (\S+)').Matches[0].Groups[1].Value
        $null = Invoke-RestMethod -Method Put -Uri "$url/_control/settings" -Body (ConvertTo-Json $settings -Depth 5)

        $variables = Get-IsolatedEnvironment $scratch
        $variables['AWS_ACCESS_KEY_ID'] = 'AKIAIOSFODNN7EXAMPLE'
        $variables['AWS_SECRET_ACCESS_KEY'] = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
        $variables['AWS_REGION'] = 'us-east-1'
        $variables['AWS_ENDPOINT_URL'] = $url
        $variables['HTTPS_PROXY'] = $endpoint.Address
        $variables['SSL_CERT_FILE'] = Join-Path $scratch 'ca.pem'
        $variables['TZ'] = 'UTC'
        $variables['PSModulePath'] = (Copy-ToModulePath $ModuleFolder $scratch) + [IO.Path]::PathSeparator + $env:PSModulePath
        $file = Join-Path $scratch 'session.txt'
        $status = Invoke-WithEnvironment $variables {
            Invoke-ChildScript (Join-Path $root 'build/session.ps1') '-Path', $file
        }
        if ($status -ne 0) { throw 'The session of the picture failed.' }
        [IO.File]::ReadAllText($file)
    } finally {
        foreach ($service in $services) { Close-Service $service }
        Remove-Item -LiteralPath $scratch -Recurse -Force
    }
}

# A terminal window with a text in it. Each word begins and ends at its columns, whatever font is there.
function ConvertTo-TerminalSvg {
    param([string] $Text, [hashtable] $Colors)

    $columnWidth = 8.4
    $lineHeight = 19
    $lines = @(($Text -replace '\r' -replace '\n{3,}', "`n`n").Trim("`n") -split '\n' | ForEach-Object { $_.TrimEnd() })
    $width = 100 * $columnWidth + 40
    $height = $lines.Count * $lineHeight + 62
    $words = for ($row = 0; $row -lt $lines.Count; $row++) {
        foreach ($word in Split-TerminalLine $lines[$row]) {
            $x = 20 + $word.Column * $columnWidth
            $y = 60 + $row * $lineHeight
            '<text x="{0:0.0}" y="{1}" textLength="{2:0.0}" fill="{3}"{4}>{5}</text>' -f @(
                $x, $y, ($word.Text.Length * $columnWidth), $Colors[$word.Color], $word.Weight
                [Security.SecurityElement]::Escape($word.Text))
        }
    }
    @"
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 $width $height" width="$width" height="$height" role="img">
<title>A PowerShell session: logins of two registries, then docker logged in to both</title>
<rect width="$width" height="$height" rx="8" fill="$($Colors.Back)" stroke="$($Colors.Prompt)" stroke-opacity="0.4"/>
<path d="M0 8a8 8 0 0 1 8-8h$($width - 16)a8 8 0 0 1 8 8v24H0z" fill="$($Colors.Bar)"/>
<circle cx="20" cy="16" r="5" fill="#ff5f57"/><circle cx="38" cy="16" r="5" fill="#febc2e"/><circle cx="56" cy="16" r="5" fill="#28c840"/>
<g font-family="ui-monospace,SFMono-Regular,'Cascadia Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14" xml:space="preserve">
$($words -join "`n")
</g>
</svg>

"@.Replace("`r", '')
}

# The words of a line, in the colours that its codes say.
function Split-TerminalLine {
    param([string] $Line)

    $escape = [char]27
    $color = 'Text'
    $weight = ''
    $column = 0
    foreach ($part in [regex]::Split($Line, "($escape\[[\d;]*m|^PS>)")) {
        if ($part -match "^$escape\[([\d;]*)m$") {
            $codes = $Matches[1] -split ';'
            $color = if ($codes -contains '32') { 'Green' } else { 'Text' }
            $weight = if ($codes -contains '1') { ' font-weight="bold"' } else { '' }
        } elseif ($part) {
            $shade = if ($part -eq 'PS>') { 'Prompt' } else { $color }
            foreach ($word in [regex]::Matches($part, '\S+')) {
                [pscustomobject]@{ Column = $column + $word.Index; Text = $word.Value; Color = $shade; Weight = $weight }
            }
            $column += $part.Length
        }
    }
}
