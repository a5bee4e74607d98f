# The examples of the help, of the about topic, of the README and of docs/scale.md: finding them, and a world in which they work.

# Each example as Source and Code; a recipe for a pipeline has the Variables that it sets too.
function Get-Example($ModuleFolder, $Root) {
    Import-Module (Join-Path $ModuleFolder 'EcrLogin.psd1')
    foreach ($command in Get-Command -Module EcrLogin -CommandType Cmdlet) {
        foreach ($example in (Get-Help $command.Name).examples.example) { Get-ExampleRecord $command.Name $example.code }
    }
    $topic = (Get-Content "$ModuleFolder/en-US/about_EcrLogin.help.txt" -Raw).Replace("`r", '')
    foreach ($block in [regex]::Matches($topic, '(?m)(^ {8}(PS>|>>) .*\n)+')) {
        Get-ExampleRecord 'about_EcrLogin' ($block.Value -replace '(?m)^ +(PS>|>>) ')
    }
    $readme = (Get-Content "$Root/README.md" -Raw).Replace("`r", '')
    $scale = (Get-Content "$Root/docs/scale.md" -Raw).Replace("`r", '')
    foreach ($fence in Get-Fence $readme 'powershell') { Get-ExampleRecord 'README' $fence }
    foreach ($fence in Get-Fence $scale 'powershell') { Get-ExampleRecord 'docs/scale.md' $fence }
    foreach ($row in [regex]::Matches($readme, '(?m)^\| .* \| `([A-Z]\w+-.*)` \|$')) {
        Get-ExampleRecord 'README, new line' $row.Groups[1].Value.Replace('\|', '|')
    }
    foreach ($fence in Get-Fence $readme 'yaml|groovy') { Get-Recipe $fence }
    Remove-Module EcrLogin
}

# What a page has between fences of a language.
function Get-Fence($Page, $Language) {
    foreach ($fence in [regex]::Matches($Page, "(?sm)^``````(?:$Language)\n(.*?)^``````")) { $fence.Groups[1].Value }
}

function Get-ExampleRecord($Source, $Code, $Variables = @{}) {
    @{ Source = $Source; Code = $Code.Trim(); Title = ($Code.Trim() -split '\n')[0]; Variables = $Variables }
}

# The PowerShell lines of a pipeline's file, and the AWS variables that it gives them.
function Get-Recipe($Text) {
    $variables = @{}
    foreach ($set in [regex]::Matches($Text, '(?m)^ +(AWS_\w+): (.+)$')) { $variables[$set.Groups[1].Value] = $set.Groups[2].Value }
    foreach ($set in [regex]::Matches($Text, "Variable: '(AWS_\w+)'")) { $variables[$set.Groups[1].Value] = "`$($($set.Groups[1].Value))" }
    $body = [regex]::Match($Text, "(?s)powershell '''\n(.*?)'''").Groups[1].Value
    if (-not $body) { $body = (Get-YamlBlock $Text) -join "`n" }
    Get-ExampleRecord -Source 'README, pipeline' -Code $body -Variables $variables
}

# The lines of the one block of a YAML text: all that are deeper than the key or the dash before its bar.
function Get-YamlBlock($Text) {
    $depth = -1
    foreach ($line in $Text -split '\n') {
        if ($depth -lt 0) {
            if ($line -match '^( *(- (?=\w))?).*\|$') { $depth = $Matches[1].Length }
        } elseif ($line -match "^ {$depth} +\S") {
            $line
        } else {
            return
        }
    }
}

# Folders, profiles, container clients and an AWS CLI, as the examples speak of them.
function Initialize-ExampleWorld($HomeFolder) {
    $null = New-Item -ItemType Directory "$HomeFolder/.aws/sso/cache", "$HomeFolder/bin", "$HomeFolder/work" -Force
    Set-Content "$HomeFolder/.aws/config" @"
[profile work]
region = eu-west-1
aws_access_key_id = $accessKey
aws_secret_access_key = $secretKey
[profile admin]
region = eu-west-1
role_arn = arn:aws:iam::111122223333:role/admin
source_profile = work
mfa_serial = arn:aws:iam::111122223333:mfa/device
[profile pull]
region = eu-west-1
role_arn = arn:aws:iam::444455556666:role/pull
source_profile = work
[profile dev]
region = eu-west-1
sso_session = corp
sso_account_id = 111122223333
sso_role_name = developer
[sso-session corp]
sso_start_url = https://corp.example.com/start
sso_region = eu-west-1
"@
    Set-Content "$HomeFolder/work/images.txt" @(
        '111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1', '111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:2'
        '444455556666.dkr.ecr.us-east-1.amazonaws.com/base@sha256:abc')
    Set-Content "$HomeFolder/work/registries.csv" 'RegistryId,Region,ProfileName', '111122223333,us-west-2,work', '444455556666,eu-west-1,'
    foreach ($name in 'docker', 'podman', 'helm') { $null = Add-Client "$HomeFolder/bin" $name }
    $kubectl = Add-StandIn "$HomeFolder/bin" 'kubectl' 'client'
    $null = New-Item -ItemType Directory "$kubectl.runs"
    [IO.File]::WriteAllText("$kubectl.steps", 'print secret/ecr configured')
    # The name of the file is the hash of the session's.
    $hash = [Security.Cryptography.SHA1]::Create().ComputeHash([Text.Encoding]::UTF8.GetBytes('corp'))
    $file = [BitConverter]::ToString($hash).Replace('-', '').ToLowerInvariant()
    $session = '{"startUrl":"https://corp.example.com/start","region":"eu-west-1","accessToken":"sso-access-token","expiresAt":"2099-01-01T00:00:00Z"}'
    $keys = '{"Credentials":{"AccessKeyId":"ASIAIOSFODNN9EXAMPLE","SecretAccessKey":"third","SessionToken":"session"}}'
    $aws = Add-StandIn "$HomeFolder/bin" 'aws' 'client'
    [IO.File]::WriteAllText("$aws.steps", "when sts assume-role | print $keys`nwhen sso login | write $HomeFolder/.aws/sso/cache/$file.json | $session`n")
}

# The logins that container clients have kept, before each example.
$script:keptHosts = @(
    foreach ($region in 'us-east-1', 'eu-west-1', 'us-west-2') { "111122223333.dkr.ecr.$region.amazonaws.com" }
    'public.ecr.aws', 'https://index.docker.io/v1/')

function Restore-ExampleWorld($HomeFolder) {
    Get-ChildItem "$HomeFolder/bin/*.runs/*" | Remove-Item -Recurse
    Get-ChildItem "$HomeFolder/.aws/sso/cache" | Remove-Item
    # What installing the credential helper made.
    Remove-Item "$HomeFolder/.ecrlogin", "$HomeFolder/.config", "$HomeFolder/.profile" -Recurse -Force -ErrorAction Ignore
    $auths = @{}
    foreach ($name in $keptHosts) { $auths[$name] = @{ auth = 'QVdTOmtlcHQ=' } }
    $auths['public.ecr.aws'] = Get-Entry (Get-Password -60)
    Remove-Item "$HomeFolder/work/auth.json", "$HomeFolder/work/ecrlogin*" -ErrorAction Ignore
    $null = New-Item -ItemType Directory "$HomeFolder/.docker" -Force
    foreach ($file in '.docker/config.json', 'auth.json') { @{ auths = $auths } | ConvertTo-Json | Set-Content "$HomeFolder/$file" }
    Use-EcrSetting @{ keys = @{ $accessKey = @{ secret = $secretKey }; ASIAIOSFODNN9EXAMPLE = @{ secret = 'third'; session_token = 'session' } } }
    Clear-ECRTokenCache
}

# What examples take from AWS Tools, from the Gallery and from their own earlier lines.
$script:examplePrefix = @'
$secretKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
function Install-Module {
    param([Parameter(Position = 0)] [string] $Name, [string] $Scope, [switch] $Force, [switch] $AllowClobber)
    Write-Information "$Name $Scope $Force $AllowClobber"
}
function Get-ECRRepository {
    foreach ($id in '111122223333', '111122223333', '444455556666') { [pscustomobject]@{ RegistryId = $id; RepositoryName = 'app' } }
}
function Invoke-RestMethod {
    param([Parameter(Position = 0)] [uri] $Uri, [hashtable] $Headers)
    if ("$Uri" -eq 'https://oidc.example.com/?id=1&audience=sts.amazonaws.com' -and $Headers.Authorization -eq 'Bearer asked') {
        [pscustomobject]@{ value = 'web-identity-token' }
    }
}
'@

# AWS Tools beside EcrLogin, for the examples that name it.
$script:toolsPrefix = "New-Module AWS.Tools.ECR { function Get-ECRLoginCommand { 'theirs' } } | Import-Module"

# Makes sessions with the machines of a folder, whatever user an example names.
function Get-SessionPrefix($Machine) {
    $known = foreach ($one in $Machine) { "'$($one.Name)' = $($one.Port)" }
    @"
function New-PSSession {
    param([string] `$HostName, [string] `$UserName, [int] `$ConnectingTimeout)
    `$ports = @{ $($known -join '; ') }
    if (`$UserName -ne 'build') { throw "There is no user '`$UserName'." }
    `$ssh = @{ StrictHostKeyChecking = 'no'; UserKnownHostsFile = '/dev/null'; LogLevel = 'ERROR' }
    Microsoft.PowerShell.Core\New-PSSession -HostName `$HostName -Port `$ports[`$HostName] -KeyFilePath '$($Machine[0].Key)' -Options `$ssh -ConnectingTimeout `$ConnectingTimeout -ErrorAction Stop
}
"@
}

# Runs an example in a host that answers what it asks; the environment is as it was afterwards.
function Invoke-Example($Code, $HomeFolder, [hashtable] $Variables, $Before = '') {
    $saved = [Environment]::GetEnvironmentVariables()
    $answers = @(
        if ($Code -match 'Get-Credential') { [pscredential]::new($accessKey, ([Net.NetworkCredential]::new('', $secretKey).SecurePassword)) }
        if ($Code -match '-ProfileName admin(?! +-MfaCode)') { '123456' })
    try {
        foreach ($name in $Variables.Keys) { Use-Variable $name $Variables[$name] }
        $prefix = if ($Code -match 'AWS\.Tools\.ECR\\') { "$examplePrefix`n$toolsPrefix" } else { $examplePrefix }
        # The last line may be a comment.
        $aliases = (Get-AliasLine "$HomeFolder/bin") -join "`n"
        $script = "Set-Location '$HomeFolder/work'`n$prefix`n$aliases`n$Before`n$Code`n"
        Invoke-WithHost 'Scripted' $script $answers
    } finally {
        foreach ($name in @([Environment]::GetEnvironmentVariables().Keys)) { Use-Variable $name $saved[$name] }
        foreach ($name in $saved.Keys) { Use-Variable $name $saved[$name] }
    }
}
