# Signs the user in at the identity provider of a SAML profile and gives the assertion, with the role it is for.
function Get-SamlAssertion($Cmdlet, $Needs) {
    $detail = $Needs['detail']
    $endpoint = $null
    $isUrl = [uri]::TryCreate($detail['endpoint'], [UriKind]::Absolute, [ref]$endpoint)
    if (-not $isUrl -or ($endpoint.Scheme -ne 'https' -and -not ($endpoint.Scheme -eq 'http' -and $endpoint.IsLoopback))) {
        # Not told by its value, which might hold a password where nobody expects one.
        Exit-SamlSignIn $Cmdlet 'of the profile' 'is named by no https URL, so no password is sent there' 'Correct saml_endpoint.'
    }

    $credential = $Cmdlet.MyInvocation.BoundParameters['NetworkCredential']
    $hint = 'Give user name and password with -NetworkCredential.'
    for ($attempt = 1; $true; $attempt++) {
        $page = Send-SamlSignIn $endpoint $credential
        if ($page.Status -ne 401) { break }
        if ($attempt -eq 3) { Exit-SamlSignIn $Cmdlet $endpoint 'refused the sign-in' $hint }
        $credential = Read-SamlLogin $Cmdlet $endpoint $detail['user_identity']
        if ($null -eq $credential) { Exit-SamlSignIn $Cmdlet $endpoint 'refused the sign-in' $hint }
    }
    if ($page.Failure) { Exit-SamlSignIn $Cmdlet $endpoint "could not be asked: $($page.Failure)" }

    $assertion = Find-SamlResponse $page.Content
    if (-not $assertion) {
        Exit-SamlSignIn $Cmdlet $endpoint 'answered without a SAML assertion' 'It may want more than user name and password.'
    }
    $roles = @(Read-SamlRole $assertion)
    $wanted = $detail['role_arn']
    $chosen = @($roles | Where-Object { -not $wanted -or $_.RoleArn -ceq $wanted })
    if ($chosen.Count -ne 1) {
        $list = if ($roles.Count -gt 0) { Format-ErrorValue (@($roles | ForEach-Object { $_.RoleArn }) -join ', ') } else { 'none' }
        Exit-SamlSignIn $Cmdlet $endpoint "gave an assertion for these roles: $list" 'Put one of them into the profile as role_arn.'
    }
    @{ saml_assertion = $assertion; saml_role_arn = $chosen[0].RoleArn; saml_principal_arn = $chosen[0].PrincipalArn }
}
