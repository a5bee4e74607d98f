# An EcrLogin.LoginCommand without values: to copy it takes a quarter of the time that to build one takes.
function Get-LoginTemplate {
    $login = Add-VersionedType ([pscustomobject]@{
        PSTypeName    = 'EcrLogin.LoginCommand'
        Username      = $null
        Password      = $null
        ProxyEndpoint = $null
    })
    # The alias belongs in the middle, where Types.ps1xml cannot put it.
    $properties = $login.PSObject.Properties
    $properties.Add([Management.Automation.PSAliasProperty]::new('Endpoint', 'ProxyEndpoint'), $true)
    foreach ($name in 'ExpiresAt', 'Command') { $properties.Add([Management.Automation.PSNoteProperty]::new($name, $null), $true) }
    $login
}
