# Secrets that nothing but the module can have written anywhere, and the search for them.

# The access key that the endpoint and the environment are given with them.
$script:fakeKey = 'ASIAIOSFODNN9EXAMPLE'

function Get-Fake { [guid]::NewGuid().ToString('N') }

# Made up anew, and of the lengths that AWS gives.
$script:fake = @{
    Secret   = "$(Get-Fake)abcd/+XY"
    Session  = "IQoJb3JpZ2lu$(Get-Fake)/$(Get-Fake)+$(Get-Fake)=="
    Password = "eyJwYXls$(Get-Fake)$(Get-Fake)"
    Proxy    = Get-Fake
}

# What the endpoint has to know for these keys to be good, and its token to hold that password. Of the token's fields
# those in the settings' own field 'token' are others, with the password in place of {0}.
function Get-SecretSetting([hashtable] $Settings = @{}) {
    $all = $Settings.Clone()
    $all.Remove('token')
    $token = @{ password = $fake.Password }
    if ($Settings.token) {
        foreach ($field in $Settings.token.Keys) { $token[$field] = $Settings.token[$field].Replace('{0}', $fake.Password) }
    }
    $all['keys'] = @{ $fakeKey = @{ secret = $fake.Secret; session_token = $fake.Session } }
    $all['tokens'] = @{ '111122223333' = $token }
    $all
}

# Puts the keys into the environment, or for $null takes them out.
function Use-SecretKey($Secret = $fake.Secret, $Session = $fake.Session) {
    $env:AWS_ACCESS_KEY_ID = $fakeKey
    Use-Variable 'AWS_SECRET_ACCESS_KEY' $Secret
    Use-Variable 'AWS_SESSION_TOKEN' $Session
}

# What a text holds of the secrets: any 24 characters in a row of one as it is, in base64 or in hex, which is more than
# the shortened views show. And every signature that the endpoint has seen.
function Find-Secret($Text, $Signatures = @()) {
    foreach ($name in $fake.Keys) {
        $bytes = [Text.Encoding]::UTF8.GetBytes($fake[$name])
        $forms = @{
            plain  = $fake[$name]
            base64 = [Convert]::ToBase64String($bytes)
            token  = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("AWS:$($fake[$name])"))
            hex    = [BitConverter]::ToString($bytes).Replace('-', '').ToLowerInvariant()
        }
        foreach ($form in $forms.Keys) {
            # 24 in a row hold one of these pieces.
            for ($at = 0; $at + 16 -le $forms[$form].Length; $at += 8) {
                if ($Text.Contains($forms[$form].Substring($at, 16))) { "$name ($form)"; break }
            }
        }
    }
    foreach ($signature in $Signatures) { if ($Text.Contains($signature)) { 'a signature' } }
    if ($Text -match 'Signature=[0-9a-f]{16}') { 'what looks like a signature' }
}

# The signatures of the calls that the endpoint got.
function Get-Signature {
    foreach ($call in Get-EcrCall) { if ($call.signature) { $call.signature } }
}

# Everything that can be read of what a command wrote, in one text.
function Get-Everything($Records) {
    $texts = [Collections.Generic.List[string]]::new()
    $seen = [Collections.Generic.List[object]]::new()
    $texts.Add(($Records | Out-String -Width 4096))
    foreach ($one in $Records) {
        $texts.Add("$one")
        # What is in $Error is often what was written too.
        if ($one -isnot [Management.Automation.ErrorRecord] -or $seen.Contains($one)) { continue }
        $seen.Add($one)
        $texts.Add(($one, $one.Exception | Format-List * -Force | Out-String -Width 4096))
        $texts.Add($one.Exception.ToString())
        $texts.Add(($one.Exception.Data.Values | Out-String -Width 4096))
        $texts.Add(($one.TargetObject | Out-String -Width 4096))
        $texts.Add($one.ScriptStackTrace)
        $texts.Add(($one.InvocationInfo | Format-List MyCommand, PositionMessage, Line | Out-String -Width 4096))
    }
    $texts -join "`n"
}
