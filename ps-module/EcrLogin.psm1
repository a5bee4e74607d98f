Set-StrictMode -Version 3.0

# What the session lets scripts do; in Constrained Language Mode no command can work.
$script:LanguageMode = "$($ExecutionContext.SessionState.LanguageMode)"

# The engine as bound on first use: Type, Path, and the ECRLOGIN_LIBRARY it was found by.
$script:Engine = $null

# What every EcrLogin.LoginCommand is a copy of, once there was one.
$script:LoginTemplate = $null

# What stands in a command line without quotes, and a registry's URL. Not what starts with a digit: a function in place of a
# program would be given a number, 7 for 007.
$script:PlainWord = '[A-Za-z][A-Za-z0-9._:/+=@%-]*'
$script:RegistryUrl = 'https?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?'
$script:PlainCommand = "\Adocker login --username $PlainWord --password $PlainWord $RegistryUrl\z"

# The field of a request that each of the shared parameters fills.
$script:RequestField = @{
    AccessKey            = 'access_key'
    SecretKey            = 'secret_key'
    SessionToken         = 'session_token'
    ProfileName          = 'profile'
    ProfileLocation      = 'profile_location'
    Region               = 'region'
    EndpointUrl          = 'endpoint_url'
    MfaCode              = 'mfa_code'
    CABundle             = 'ca_bundle'
    SkipCertificateCheck = 'skip_certificate_check'
    ConnectTimeoutSec    = 'connect_timeout_ms'
    ReadTimeoutSec       = 'read_timeout_ms'
    NoSignRequest        = 'no_sign_request'
    UseFipsEndpoint      = 'use_fips'
    UseDualStackEndpoint = 'use_dual_stack'
    Public               = 'public'
    UseCache             = 'use_cache'
}
